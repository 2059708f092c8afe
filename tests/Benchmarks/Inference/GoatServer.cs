using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GoatHost.Benchmarks.Samples;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Inference;

/// <summary>A real <c>goat serve</c> over one model, in a data directory of its own.</summary>
internal sealed class GoatServer : IAsyncDisposable
{
    private const string Listening = "Listening on ";

    private readonly TempFolder _data;
    private readonly Process _process;

    private GoatServer(TempFolder data, Process process, Uri address, string model) => (_data, _process, Address, Model) = (data, process, address, model);

    public Uri Address { get; }

    /// <summary>The name it serves the model by.</summary>
    public string Model { get; }

    /// <summary>Resident bytes of the server, its worker not counted.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<GoatServer> StartAsync(string model)
    {
        var data = new TempFolder();
        using (var pull = Start(data, "pull", model))
        {
            var told = await pull.StandardOutput.ReadToEndAsync();
            await pull.WaitForExitAsync();
            if (pull.ExitCode != 0) throw new InvalidOperationException($"goat pull {model} ended with {pull.ExitCode}: {told}");
        }
        var process = Start(data, "serve", "--listen", "127.0.0.1:0");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Listening, StringComparison.Ordinal)) continue;
            var address = new Uri(line[Listening.Length..line.IndexOf(';', StringComparison.Ordinal)]);
            _ = process.StandardOutput.ReadToEndAsync();
            return new GoatServer(data, process, address, await NameAsync(address));
        }
        throw new InvalidOperationException("goat serve ended before it listened.");
    }

    /// <summary>The only model that it has.</summary>
    private static async Task<string> NameAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var models = JsonDocument.Parse(await http.GetStringAsync("/v1/models"));
        return models.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Dispose();
    }

    private static Process Start(TempFolder data, params string[] arguments)
    {
        var goat = Build.Options(data.Path).WorkerCommand;
        var start = new ProcessStartInfo(goat[0], [.. goat.Skip(1), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["GOAT_HOME"] = data.Path;
        return Process.Start(start) ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{goat[0]} does not start."));
    }
}
