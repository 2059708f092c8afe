using System.Collections.Concurrent;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>Calls that were given up, for as long as they go on: they are what most often pins a plugin.</summary>
internal sealed class StrayCalls
{
    private readonly ConcurrentDictionary<long, string> _running = new();
    private long _last;

    /// <summary>What they are doing.</summary>
    public IReadOnlyCollection<string> Doing => [.. _running.Values.Distinct()];

    public void Watch(Task work, string doing)
    {
        if (work.IsCompleted) return;
        var key = Interlocked.Increment(ref _last);
        _running[key] = doing;
        _ = work.ContinueWith(
            _ => _running.TryRemove(key, out var ended),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
