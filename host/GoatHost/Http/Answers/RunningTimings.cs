namespace GoatHost.Http.Answers;

/// <summary>How fast an answer comes while it does, counted from its first token. What its prompt took is told at its end.</summary>
internal sealed class RunningTimings(TimeProvider time)
{
    private long _began;
    private int _drawn;

    public Timings Add(int tokens)
    {
        if (_drawn == 0) _began = time.GetTimestamp();
        _drawn += tokens;
        return Timings.Drawn(_drawn, time.GetElapsedTime(_began));
    }
}
