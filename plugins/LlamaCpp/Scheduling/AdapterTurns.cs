using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// Says which adapters the next batch is computed with. A batch has one set of them, so answers with different sets take turns, and a turn
/// lasts a moment: llama.cpp lays its computation out anew for each change.
/// </summary>
internal sealed class AdapterTurns
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private TimeSpan _began;
    private long _turn;

    /// <summary>The set whose turn it is.</summary>
    public AdapterSet Current { get; private set; } = AdapterSet.None;

    /// <summary>Goes on with the set whose turn it is, or to that of the answer that has waited longest.</summary>
    /// <param name="running">The generations at work.</param>
    /// <param name="now">The time.</param>
    public AdapterSet Choose(IReadOnlyList<Generation> running, TimeSpan now)
    {
        if (LongestWaiting(running) is not { } next) return Current;
        var goesOn = running.Any(generation => generation.Adapters.Equals(Current) && !generation.IsIdle);
        if (!goesOn || now - _began >= Moment) (Current, _began) = (next.Adapters, now);
        _turn++;
        foreach (var generation in running)
        {
            if (generation.Adapters.Equals(Current)) generation.LastTurn = _turn;
        }
        return Current;
    }

    private Generation? LongestWaiting(IReadOnlyList<Generation> running)
    {
        Generation? longest = null;
        foreach (var generation in running)
        {
            if (generation.Adapters.Equals(Current) || generation.IsIdle) continue;
            if (longest is null || generation.LastTurn < longest.LastTurn) longest = generation;
        }
        return longest;
    }
}
