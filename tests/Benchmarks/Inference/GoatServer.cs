using System.Text.Json;
using GoatHost.TestKit;

namespace GoatHost.Benchmarks.Inference;

/// <summary>A real <c>goat serve</c> over one model, in a data directory of its own.</summary>
internal sealed class GoatServer : IAsyncDisposable
{
    private readonly TempFolder _data;
    private readonly RunningGoat _goat;

    private GoatServer(TempFolder data, RunningGoat goat, string model) => (_data, _goat, Model) = (data, goat, model);

    public Uri Address => _goat.Address;

    /// <summary>The name it serves the model by.</summary>
    public string Model { get; }

    public static async Task<GoatServer> StartAsync(string model)
    {
        var data = new TempFolder();
        var pulled = await Goat.RunAsync(data.Path, input: null, "pull", model);
        if (pulled.ExitCode != 0) throw new InvalidOperationException(pulled.Error);
        var goat = await RunningGoat.StartAsync(data.Path, "serve", "--listen", "127.0.0.1:0");
        return new GoatServer(data, goat, await NameAsync(goat.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await _goat.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>The only model that it has.</summary>
    private static async Task<string> NameAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var models = JsonDocument.Parse(await http.GetStringAsync("/v1/models"));
        return models.RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
    }
}
