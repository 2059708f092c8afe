using System.Net;
using GoatHost.Plugins.BitTorrent.Swarms;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent.Trackers;

/// <summary>Announces to every tracker of every tier side by side, and goes on as each asks.</summary>
internal sealed class TrackerAnnouncer(
    IReadOnlyList<string> trackers,
    Func<AnnounceState> state,
    Action<IReadOnlyList<IPEndPoint>, bool> found,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _outcomes = [];

    /// <summary>What became of it, for a sentence.</summary>
    public string Summary
    {
        get
        {
            lock (_gate)
            {
                var known = string.Join("; ", _outcomes.Take(3).Select(o => $"{o.Key}: {o.Value.TrimEnd('.')}"));
                return $"{trackers.Count} {(trackers.Count == 1 ? "tracker" : "trackers")}{(known.Length > 0 ? $" ({known})" : "")}";
            }
        }
    }

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(trackers.Select(t => RunAsync(t, ct)));

    private async Task RunAsync(string address, CancellationToken ct)
    {
        if (!HttpTracker.Understands(address))
        {
            Note(address, "only HTTP trackers are asked so far");
            return;
        }
        using var tracker = new HttpTracker(address, clock);
        var isKnown = false;
        try
        {
            var (announcement, failures, leftBefore) = ("started", 0, 0L);
            while (true)
            {
                var wait = TimeSpan.FromSeconds(Math.Min(1800, 5 << Math.Min(failures, 9)));
                try
                {
                    var now = state();
                    if (isKnown) announcement = now.Left == 0 && leftBefore > 0 ? "completed" : null;
                    var reply = await tracker.AnnounceAsync(now, announcement, ct);
                    (failures, leftBefore) = (0, now.Left);
                    isKnown |= reply.Failure is null;
                    wait = reply.Failure is null ? reply.Interval : TimeSpan.FromMinutes(5);
                    Note(address, reply.Failure ?? $"it named {reply.Peers.Count} peers");
                    found(reply.Peers, tracker.IsLoopback);
                }
                catch (TrackerException e)
                {
                    failures++;
                    Note(address, e.Message);
                }
                await Task.Delay(wait, clock, ct);
            }
        }
        catch (OperationCanceledException) when (isKnown)
        {
            await StopAsync(tracker, address);
        }
    }

    private async Task StopAsync(HttpTracker tracker, string address)
    {
        using var limit = new CancellationTokenSource(Farewell, clock);
        try
        {
            await tracker.AnnounceAsync(state(), "stopped", limit.Token);
        }
        catch (Exception e) when (e is TrackerException or OperationCanceledException)
        {
            Note(address, "it could not be told that we stop");
        }
    }

    private void Note(string address, string outcome)
    {
        lock (_gate) _outcomes[address] = outcome;
        SwarmLog.Announced(logger, state().Hash, address, outcome);
    }
}
