namespace GoatHost.TestKit;

/// <summary>The system's clock, so many times as fast: a deadline of half a minute is met in a moment.</summary>
public sealed class FastClock(int speed) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => (System.GetTimestamp() - _start) * speed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shortened(dueTime), Shortened(period)), this);

    private TimeSpan Shortened(TimeSpan time) => time < TimeSpan.Zero ? time : time / speed;

    private sealed class FastTimer(ITimer timer, FastClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Shortened(dueTime), clock.Shortened(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
