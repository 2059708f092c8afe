namespace GoatHost.Engine.Inference.Sessions;

/// <summary>One load's progress, told to everyone who waits for it.</summary>
internal sealed class SharedProgress : IProgress<double>
{
    private readonly Lock _gate = new();
    private readonly List<IProgress<double>> _followers = [];

    public void Report(double value)
    {
        IProgress<double>[] followers;
        lock (_gate) followers = [.. _followers];
        foreach (var follower in followers) follower.Report(value);
    }

    public IDisposable Follow(IProgress<double>? follower)
    {
        if (follower is null) return new Following(this, null);
        lock (_gate) _followers.Add(follower);
        return new Following(this, follower);
    }

    private sealed class Following(SharedProgress progress, IProgress<double>? follower) : IDisposable
    {
        public void Dispose()
        {
            if (follower is null) return;
            lock (progress._gate) progress._followers.Remove(follower);
        }
    }
}
