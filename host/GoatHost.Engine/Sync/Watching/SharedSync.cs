using GoatHost.Engine.Store;

namespace GoatHost.Engine.Sync.Watching;

/// <summary>One running sync, told to everyone who watches it.</summary>
internal sealed class SharedSync : IProgress<SyncNote>, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IProgress<SyncNote>> _followers = [];
    private readonly CancellationTokenSource _stop = new();
    private SyncNote? _last;

    public SharedSync(Func<IProgress<SyncNote>, CancellationToken, Task<StoredModel>> run) 
    {
        Ending = Task.Run(() => run(this, _stop.Token));
        // Nobody may be watching any more when it fails; that it did is logged by whoever runs it.
        _ = Ending.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public Task<StoredModel> Ending { get; }

    public void Report(SyncNote value)
    {
        lock (_gate)
        {
            _last = value;
            foreach (var follower in _followers) follower.Report(value);
        }
    }

    public IDisposable Follow(IProgress<SyncNote> follower)
    {
        lock (_gate)
        {
            if (_last is not null) follower.Report(_last);
            _followers.Add(follower);
        }
        return new Following(this, follower);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Whoever watches is told how it ended; here it only has to have ended.
        await ((Task)Ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private sealed class Following(SharedSync sync, IProgress<SyncNote> follower) : IDisposable
    {
        public void Dispose()
        {
            lock (sync._gate) sync._followers.Remove(follower);
        }
    }
}
