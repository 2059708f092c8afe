namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A clock that a test moves by hand; deadlines pass when it does, and never before.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<HandTimer> _timers = [];
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock) return _passed.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _start + _passed;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock) _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        List<HandTimer> due;
        lock (_lock)
        {
            _passed += time;
            due = [.. _timers.Where(timer => timer.Due <= _passed)];
            _timers.RemoveAll(due.Contains);
        }
        foreach (var timer in due) timer.Fire();
    }

    private sealed class HandTimer(HandClock clock, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock) Due = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : clock._passed + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
