using System.Diagnostics;

namespace GoatHost.Tests.EndToEnd;

/// <summary>A goat serve for the length of a test.</summary>
internal sealed class RunningGoat : IAsyncDisposable
{
    private readonly Task<string> _errors;
    private Task<string> _rest = Task.FromResult("");

    private RunningGoat(Process process) => (Process, _errors) = (process, process.StandardError.ReadToEndAsync());

    public Process Process { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<RunningGoat> StartAsync(string home, params string[] arguments)
    {
        var goat = new RunningGoat(Goat.Start(home, arguments));
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            const string Prefix = "Listening on ";
            while (await goat.Process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (!line.StartsWith(Prefix, StringComparison.Ordinal)) continue;
                goat.Address = new Uri(line[Prefix.Length..line.IndexOf(';', StringComparison.Ordinal)]);
                goat._rest = goat.Process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return goat;
            }
            throw new InvalidOperationException(await goat._errors);
        }
        catch
        {
            await goat.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        await _rest;
        await _errors;
        Process.Dispose();
    }
}
