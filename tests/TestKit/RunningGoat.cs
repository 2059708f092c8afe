using System.Diagnostics;

namespace GoatHost.TestKit;

/// <summary>A goat serve for the length of a test.</summary>
public sealed class RunningGoat : IAsyncDisposable
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
            goat.Address = await Goat.AddressAsync(goat.Process) ?? throw new InvalidOperationException(await goat._errors);
            goat._rest = goat.Process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return goat;
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
