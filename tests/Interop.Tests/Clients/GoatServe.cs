using System.Diagnostics;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary><c>goat serve</c> as people start it, over a data directory of its own that holds the tiny model.</summary>
internal sealed class GoatServe : IAsyncDisposable
{
    /// <summary>The name that the tiny model's file gives it.</summary>
    public const string Model = "goat-tiny-kjv";

    /// <summary>The name that <c>/v1/models</c> lists it by.</summary>
    public const string FullModel = "goat-tiny-kjv:Q8_0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private GoatServe(Process process, Uri address, string? key) => (_process, Address, Key) = (process, address, key);

    public Uri Address { get; }

    /// <summary>The key that it asks for, if it asks for one.</summary>
    public string? Key { get; }

    public static async Task<GoatServe> StartAsync(string home, string? key = null)
    {
        var weights = Path.Combine(Fixtures.Root, "samples", "offline", "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        using (var pull = Start(home, key, "pull", weights))
        {
            var (said, failed) = (pull.StandardOutput.ReadToEndAsync(), pull.StandardError.ReadToEndAsync());
            await pull.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(pull.ExitCode == 0, await said + await failed);
        }
        var process = Start(home, key, "serve", "--listen", "127.0.0.1:0");
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            const string Prefix = "Listening on ";
            if (!line.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            return new GoatServe(process, new Uri(line[Prefix.Length..line.IndexOf(';', StringComparison.Ordinal)]), key);
        }
        await Programs.StopAsync(process);
        throw new InvalidOperationException("goat serve ended before it listened.");
    }

    public async ValueTask DisposeAsync() => await Programs.StopAsync(_process);

    private static Process Start(string home, string? key, params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var dll = Path.Combine(Fixtures.Root, "artifacts", "bin", "GoatHost", configuration, "goat.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        start.Environment["GOAT_HOME"] = home;
        foreach (var name in (string[])["GOAT_API_KEY", "GOAT_ORIGINS", "GOAT_HOSTS", "OTEL_EXPORTER_OTLP_ENDPOINT"]) start.Environment.Remove(name);
        if (key is not null) start.Environment["GOAT_API_KEY"] = key;
        return Process.Start(start)!;
    }
}
