namespace GoatHost.Plugins.LlamaCpp.Texts;

/// <summary>Lets text through up to the first stop string, and holds back whatever could still become one.</summary>
internal sealed class StopMatcher
{
    private readonly string[] _stops;
    private string _held = "";

    /// <summary>A matcher for some stop strings; empty ones are passed over.</summary>
    public StopMatcher(IEnumerable<string> stops) => _stops = [.. stops.Where(stop => stop.Length > 0)];

    /// <summary>Whether a stop string was met; no text comes after.</summary>
    public bool Stopped => Met is not null;

    /// <summary>The stop string that was met, or null.</summary>
    public string? Met { get; private set; }

    /// <summary>Whether some text waits to be told apart from a stop string.</summary>
    public bool Holds => _held.Length > 0;

    /// <summary>Adds text.</summary>
    /// <returns>The text that is free to go.</returns>
    public string Add(string text)
    {
        if (Stopped) return "";
        if (_stops.Length == 0) return text;
        var all = _held + text;
        if (FirstStop(all) is var (at, stop))
        {
            Met = stop;
            _held = "";
            return all[..at];
        }
        var free = all.Length - LongestBeginning(all);
        _held = all[free..];
        return all[..free];
    }

    /// <summary>Ends the text.</summary>
    /// <returns>What was held back: no stop string came of it.</returns>
    public string End()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private (int At, string Stop)? FirstStop(string all)
    {
        (int At, string Stop)? first = null;
        foreach (var stop in _stops)
        {
            var at = all.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && !(at >= first?.At)) first = (at, stop);
        }
        return first;
    }

    /// <summary>The length of the longest end of the text that begins a stop string.</summary>
    private int LongestBeginning(string all)
    {
        var longest = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, all.Length); length > longest; length--)
            {
                if (all.AsSpan(all.Length - length).SequenceEqual(stop.AsSpan(0, length))) longest = length;
            }
        }
        return longest;
    }
}
