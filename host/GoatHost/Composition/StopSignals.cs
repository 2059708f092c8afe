using System.Runtime.InteropServices;

namespace GoatHost.Composition;

/// <summary>Ctrl-C and its kin: the first asks everything to stop and keep what it has, the second quits at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public CancellationToken Token => _stop.Token;

    /// <summary>Who would rather have a Ctrl-C for itself.</summary>
    public Interrupts Interrupts { get; } = new();

    /// <summary>For a child process: a terminal sends Ctrl-C to the whole group, and it is the parent that decides what becomes of it.</summary>
    public static IDisposable IgnoreInterrupt() => PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && Interrupts.TryHandle())
        {
            context.Cancel = true;
            return;
        }
        if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(ExitCode.Interrupted);
        context.Cancel = true;
        // Off the signal's thread: what is cancelled may run long, and a second signal has to get through.
        _ = _stop.CancelAsync();
    }
}
