using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>Asks a server's plugins how they are, now and then: one that falls ill, or gets well, is noticed without a request.</summary>
/// <remarks>Those in a process of their own are left alone: no worker is started for this, and one at work is watched beat by beat.</remarks>
internal sealed partial class HealthWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Func<IReadOnlyList<PluginSlot>> _slots;
    private readonly ILogger _log;
    private readonly PeriodicTimer _timer;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _rounds;

    public HealthWatch(Func<IReadOnlyList<PluginSlot>> slots, TimeProvider time, ILogger log)
    {
        (_slots, _log, _timer) = (slots, log, new PeriodicTimer(Pause, time));
        _rounds = RunAsync(_over.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _timer.Dispose();
        await _rounds;
        _over.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(ct)) await Task.WhenAll(_slots().Select(slot => LookAsync(slot, ct)));
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    private async Task LookAsync(PluginSlot slot, CancellationToken ct)
    {
        var before = slot.Status.State;
        // One that is out of use is asked by its breaker.
        if (before is not (PluginState.Ready or PluginState.Degraded)) return;
        await slot.CheckAsync(ct);
        var now = slot.Status;
        if (now.State == before) return;
        if (now.State == PluginState.Degraded) LogIll(_log, slot.Id, now.Problem);
        else if (now.State == PluginState.Ready) LogWell(_log, slot.Id);
    }

    [LoggerMessage(EventIds.PluginIll, LogLevel.Warning, "{Plugin} is degraded: {Problem}")]
    private static partial void LogIll(ILogger log, string plugin, string? problem);

    [LoggerMessage(EventIds.PluginWell, LogLevel.Information, "{Plugin} is well again")]
    private static partial void LogWell(ILogger log, string plugin);
}
