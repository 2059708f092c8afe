using System.Diagnostics;
using GoatHost.Abstractions;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;

namespace GoatHost.Cli.Demos;

/// <summary><c>goat seed</c> as a process of its own on loopback; ended with the demo, however that ends.</summary>
internal sealed class SeederProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Task<string> _errors;
    private Task _rest = Task.CompletedTask;

    private SeederProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id => _process.Id;

    /// <summary>How to reach it, as it said itself.</summary>
    public Locator Reach { get; private set; }

    public static async Task<SeederProcess> StartAsync(Layout layout, string what, string folder, TimeProvider time, CancellationToken ct)
    {
        var seeder = new SeederProcess(Process.Start(Command(layout, what, folder)) ?? throw new GoatException("The seeder's process could not be started."));
        try
        {
            seeder.Reach = await seeder.WaitAsync(time, ct);
            seeder._rest = seeder._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return seeder;
        }
        catch
        {
            await seeder.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _rest;
        await _errors;
        _process.Dispose();
    }

    private static ProcessStartInfo Command(Layout layout, string what, string folder)
    {
        string[] arguments = [.. layout.SelfCommand.Skip(1), "seed", what, "--folder", folder, "--listen", "127.0.0.1:0", "--until-stdin-ends"];
        var start = new ProcessStartInfo(layout.SelfCommand[0], arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment["GOAT_HOME"] = Path.Combine(layout.DataDirectory, "seeder");
        return start;
    }

    private async Task<Locator> WaitAsync(TimeProvider time, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                if (ReachLine.Read(line) is { } reach) return reach;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GoatException($"The seeder did not listen within {Quantities.Time(Patience)}; try goat seed by itself.");
        }
        var said = (await _errors.WaitAsync(ct)).Trim();
        throw new GoatException($"The seeder ended before it listened: {(said.Length > 0 ? said : "it said nothing")}");
    }
}
