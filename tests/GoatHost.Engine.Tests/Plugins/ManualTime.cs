namespace GoatHost.Engine.Tests.Plugins;

/// <summary>A clock that stands until it is moved, and then rings what is due.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private long _now;

    /// <summary>How many wait to ring.</summary>
    public int Alarms
    {
        get { lock (_gate) return _alarms.Count(alarm => alarm.Due < long.MaxValue); }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        lock (_gate) _alarms.Add(alarm);
        return alarm;
    }

    public void Advance(TimeSpan time)
    {
        var now = Interlocked.Add(ref _now, time.Ticks);
        List<Alarm> due;
        lock (_gate) due = [.. _alarms.Where(alarm => alarm.Due <= now)];
        foreach (var alarm in due) alarm.Ring();
    }

    private sealed class Alarm(ManualTime time, Action ring) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long Due { get; private set; } = long.MaxValue;

        public void Ring()
        {
            Due = _period > TimeSpan.Zero ? Due + _period.Ticks : long.MaxValue;
            ring();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime < TimeSpan.Zero ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
            _period = period;
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
