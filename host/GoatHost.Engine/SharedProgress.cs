namespace GoatHost.Engine;

/// <summary>One piece of work's progress, told to everyone who waits for it; who comes late is told the last news first.</summary>
internal sealed class SharedProgress<T> : IProgress<T>
{
    private readonly Lock _gate = new();
    private readonly List<IProgress<T>> _followers = [];
    private (bool Any, T? Value) _last;

    /// <summary>The last news, if there was any.</summary>
    public T? Last
    {
        get { lock (_gate) return _last.Value; }
    }

    public void Report(T value)
    {
        IProgress<T>[] followers;
        lock (_gate)
        {
            _last = (true, value);
            followers = [.. _followers];
        }
        foreach (var follower in followers) follower.Report(value);
    }

    public IDisposable Follow(IProgress<T>? follower)
    {
        if (follower is null) return new Following(this, null);
        (bool Any, T? Value) last;
        lock (_gate)
        {
            _followers.Add(follower);
            last = _last;
        }
        if (last.Any) follower.Report(last.Value!);
        return new Following(this, follower);
    }

    private sealed class Following(SharedProgress<T> progress, IProgress<T>? follower) : IDisposable
    {
        public void Dispose()
        {
            if (follower is null) return;
            lock (progress._gate) progress._followers.Remove(follower);
        }
    }
}
