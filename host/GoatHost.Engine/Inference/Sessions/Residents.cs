namespace GoatHost.Engine.Inference.Sessions;

/// <summary>The models in memory or on the way there or out of it, and who may have which.</summary>
internal sealed class Residents(ResidencyRules rules, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Timers take no more; one that rings early is set again.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(20);

    private readonly Lock _gate = new();
    private readonly List<ResidentEntry> _entries = [];
    private TaskCompletionSource _change = NewChange();
    private bool _closed;

    /// <summary>Told when an instance is given up for a larger one, and what it lacked.</summary>
    public Action<ResidentEntry, string>? Outgrown { get; init; }

    /// <summary>Told when a model is unloaded because nobody used it.</summary>
    public Action<ResidentEntry>? Expired { get; init; }

    /// <summary>Ends when a model next falls idle or is gone. Ask for it before looking.</summary>
    public Task Change
    {
        get { lock (_gate) return _change.Task; }
    }

    public IReadOnlyList<ResidentEntry> All
    {
        get { lock (_gate) return [.. _entries]; }
    }

    /// <summary>The instance that is there, or a new one when there is none or it has less than is asked. <see cref="Leave"/> gives it back.</summary>
    public ResidentEntry Join(ModelIdentity identity, OpenOptions asked, Func<OpenOptions, TimeSpan, ResidentEntry> make)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var current = _entries.Find(entry => entry.Identity == identity && !entry.IsLeaving && !IsOver(entry));
            if (current is null) _entries.Add(current = make(asked, rules.KeepAlive));
            else if (Missing(current, asked) is { } missing) _entries.Add(current = Outgrow(current, asked, missing, make));
            current.Take(asked.KeepAlive, asked.Derived ?? identity.Model);
            return current;
        }
    }

    /// <summary>Whether an instance has all that is asked.</summary>
    public static bool Serves(ResidentEntry entry, OpenOptions asked) => Missing(entry, asked) is null;

    public void Leave(ResidentEntry entry)
    {
        lock (_gate)
        {
            entry.Give(time.GetUtcNow());
            if (entry.Leases > 0) return;
            // A load that failed is tried anew by the next; one that nobody waits for is ended.
            if (entry.IsLeaving || !entry.IsLoaded || entry.KeepAlive == TimeSpan.Zero) Retire(entry);
            else SetAlarm(entry);
            Changed();
        }
    }

    /// <summary>Unloads the idle model that was used least recently.</summary>
    /// <returns>It, being unloaded; null when none is idle.</returns>
    public ResidentEntry? Evict()
    {
        lock (_gate)
        {
            var oldest = _entries.Where(entry => entry is { IsIdle: true, IsLeaving: false }).MinBy(entry => entry.LastUsed);
            if (oldest is not null) Retire(oldest);
            return oldest;
        }
    }

    /// <summary>Gives up models; whoever holds one may go on.</summary>
    public IReadOnlyList<ResidentEntry> Retire(Func<ResidentEntry, bool> which)
    {
        lock (_gate)
        {
            List<ResidentEntry> leaving = [.. _entries.Where(which)];
            leaving.ForEach(Retire);
            return leaving;
        }
    }

    /// <summary>Unloads a model, whoever holds it, and forgets it.</summary>
    public async Task UnloadAsync(ResidentEntry entry)
    {
        await entry.DisposeAsync();
        lock (_gate)
        {
            if (_entries.Remove(entry)) Changed();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        await Task.WhenAll(Retire(_ => true).Select(UnloadAsync));
    }

    private static string? Missing(ResidentEntry entry, OpenOptions asked) => entry.Session is not { } session
        ? null
        : SessionNeeds.Missing(asked.Verified, entry.Adapters) ?? SessionNeeds.Missing(asked.Session, entry.Options, session.Limits);

    private static bool IsOver(ResidentEntry entry) => entry.Loading.IsFaulted || entry.Loading.IsCanceled;

    private ResidentEntry Outgrow(ResidentEntry current, OpenOptions asked, string missing, Func<OpenOptions, TimeSpan, ResidentEntry> make)
    {
        Outgrown?.Invoke(current, missing);
        Retire(current);
        var larger = asked with
        {
            Session = SessionNeeds.Over(asked.Session, current.Options, current.Session!.Limits),
            Verified = SessionNeeds.Over(asked.Verified, current.Adapters),
        };
        return make(larger, current.KeepAlive);
    }

    private void Retire(ResidentEntry entry)
    {
        entry.Leave();
        if (entry.Leases == 0) _ = UnloadAsync(entry);
    }

    private void SetAlarm(ResidentEntry entry)
    {
        if (entry.ExpiresAt(time.GetUtcNow()) is not { } end) return;
        var left = end - time.GetUtcNow();
        entry.Alarm ??= time.CreateTimer(_ => Ring(entry), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        entry.Alarm.Change(left < LongestAlarm ? left : LongestAlarm, Timeout.InfiniteTimeSpan);
    }

    private void Ring(ResidentEntry entry)
    {
        lock (_gate)
        {
            if (!entry.IsIdle || entry.IsLeaving || entry.ExpiresAt(time.GetUtcNow()) is not { } end) return;
            if (end > time.GetUtcNow())
            {
                SetAlarm(entry);
                return;
            }
            Expired?.Invoke(entry);
            Retire(entry);
        }
    }

    private void Changed()
    {
        _change.TrySetResult();
        _change = NewChange();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
