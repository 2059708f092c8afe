using GoatHost.Plugins.LlamaCpp.Scheduling;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Scheduling;

public sealed class ThreadGovernorTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(200);

    private readonly ManualClock _clock = new();

    [Fact]
    public void A_machine_that_stays_slow_gets_fewer_threads_and_all_of_them_later()
    {
        var threads = new ThreadGovernor(8, _clock);
        Assert.Equal((true, 4), (Observe(threads, HeldUp, times: 4), threads.Count));
        Assert.False(Observe(threads, HeldUp, times: 10));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((true, 8), (Observe(threads, Usual, times: 1), threads.Count));
    }

    [Fact]
    public void It_looks_less_often_at_a_machine_that_is_busy_for_long()
    {
        var threads = new ThreadGovernor(8, _clock);
        var rises = 0;
        for (var second = 0; second < 600; second++)
        {
            Observe(threads, HeldUp, times: 4);
            _clock.Advance(TimeSpan.FromSeconds(1));
            if (threads.IsFull) rises++;
        }
        Assert.InRange(rises, 8, 20);
    }

    [Fact]
    public void A_step_that_something_held_up_once_changes_nothing()
    {
        var threads = new ThreadGovernor(8, _clock);
        for (var i = 0; i < 20; i++) Assert.False(Observe(threads, HeldUp, times: 3) | Observe(threads, Usual, times: 1));
    }

    [Fact]
    public void One_thread_is_never_taken_away()
    {
        Assert.False(Observe(new ThreadGovernor(1, _clock), HeldUp, times: 100));
        Assert.False(new ThreadGovernor(4, _clock).Observe(HeldUp, usual: null));
    }

    private static bool Observe(ThreadGovernor threads, TimeSpan taken, int times)
    {
        var changed = false;
        for (var i = 0; i < times; i++) changed |= threads.Observe(taken, Usual.TotalSeconds);
        return changed;
    }
}
