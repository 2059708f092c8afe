namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// Takes fewer threads while the machine is busy with something else: ggml's threads spin while they wait for one another, and where
/// one of them is not let run, all are held up a hundredfold.
/// </summary>
internal sealed class ThreadGovernor
{
    private const double SlowerByFar = 3;
    private const int Slow = 4;
    private const int Fine = 64;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly int _most;
    private readonly TimeProvider _time;
    private TimeSpan _pause = FirstPause;
    private long _since;
    private int _slow;
    private int _fine;

    public ThreadGovernor(int most, TimeProvider time) => (_most, _time, Count) = (most, time, most);

    /// <summary>Threads to use now.</summary>
    public int Count { get; private set; }

    /// <summary>Whether none is held back.</summary>
    public bool IsFull => Count == _most;

    /// <summary>Learns from a step.</summary>
    /// <param name="taken">What it took.</param>
    /// <param name="usual">Seconds that such a step takes on all threads, or null when that is not known.</param>
    /// <returns>Whether <see cref="Count"/> has changed.</returns>
    public bool Observe(TimeSpan taken, double? usual)
    {
        if (_most == 1 || usual is null) return false;
        return IsFull ? Fall(taken.TotalSeconds > usual * SlowerByFar) : Rise();
    }

    private bool Fall(bool slow)
    {
        _slow = slow ? _slow + 1 : 0;
        // A machine that stays fine is trusted sooner the next time.
        if (!slow && ++_fine >= Fine) (_fine, _pause) = (0, FirstPause);
        if (_slow < Slow) return false;
        Count = Math.Max(_most / 2, 1);
        (_slow, _fine, _since) = (0, 0, _time.GetTimestamp());
        return true;
    }

    private bool Rise()
    {
        if (_time.GetElapsedTime(_since) < _pause) return false;
        Count = _most;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return true;
    }
}
