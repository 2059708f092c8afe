using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>When an answer was asked for, begun, and written.</summary>
internal sealed class GenerationClock
{
    private TimeSpan _queued;
    private TimeSpan? _begun;
    private TimeSpan? _first;
    private TimeSpan _last;

    /// <summary>It was asked for.</summary>
    public void Queue(TimeSpan now) => _queued = _last = now;

    /// <summary>Work on it began; only the first time counts.</summary>
    public void Begin(TimeSpan now) => _begun ??= _last = now;

    /// <summary>A token was drawn.</summary>
    public void Draw(TimeSpan now)
    {
        _first ??= now;
        _last = now;
    }

    /// <summary>Puts the times into an end.</summary>
    public GenerationEnd Fill(GenerationEnd end)
    {
        var first = _first ?? _last;
        return end with { QueueTime = (_begun ?? _last) - _queued, PromptTime = first - _queued, GenerationTime = _last - first };
    }
}
