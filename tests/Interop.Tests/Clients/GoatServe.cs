using System.Diagnostics;
using GoatHost.TestKit;

namespace GoatHost.Interop.Tests.Clients;

/// <summary><c>goat serve</c> as people start it, over a data directory of its own that holds the tiny model.</summary>
internal sealed class GoatServe : IAsyncDisposable
{
    /// <summary>The name that the tiny model's file gives it.</summary>
    public const string Model = "goat-tiny-kjv";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;

    private GoatServe(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<GoatServe> StartAsync(string home)
    {
        var weights = Path.Combine(Fixtures.Root, "samples", "offline", "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        using (var pull = Start(home, "pull", weights))
        {
            var (said, failed) = (pull.StandardOutput.ReadToEndAsync(), pull.StandardError.ReadToEndAsync());
            await pull.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(pull.ExitCode == 0, await said + await failed);
        }
        var process = Start(home, "serve", "--listen", "127.0.0.1:0");
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            const string Prefix = "Listening on ";
            if (line.StartsWith(Prefix, StringComparison.Ordinal)) return new GoatServe(process, new Uri(line[Prefix.Length..line.IndexOf(';', StringComparison.Ordinal)]));
        }
        await Programs.StopAsync(process);
        throw new InvalidOperationException("goat serve ended before it listened.");
    }

    public async ValueTask DisposeAsync() => await Programs.StopAsync(_process);

    private static Process Start(string home, params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var dll = Path.Combine(Fixtures.Root, "artifacts", "bin", "GoatHost", configuration, "goat.dll");
        var start = new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home };
        start.Environment["GOAT_HOME"] = home;
        foreach (var name in (string[])["GOAT_API_KEY", "GOAT_ORIGINS", "GOAT_HOSTS", "OTEL_EXPORTER_OTLP_ENDPOINT"]) start.Environment.Remove(name);
        return Process.Start(start)!;
    }
}
