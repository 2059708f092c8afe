using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>A set of byte positions, kept as sorted runs that neither overlap nor touch. Not safe for several threads.</summary>
internal sealed class RangeSet
{
    private readonly List<ByteRange> _runs = [];

    public RangeSet() { }

    public RangeSet(IEnumerable<ByteRange> ranges)
    {
        foreach (var range in ranges) Add(range);
    }

    /// <summary>The runs, in order.</summary>
    public IReadOnlyList<ByteRange> Runs => _runs;

    /// <summary>How many positions are in the set.</summary>
    public long Count { get; private set; }

    /// <summary>Puts a range in and returns how many positions were new.</summary>
    public long Add(ByteRange range)
    {
        Require(range);
        if (range.Length == 0) return 0;
        var first = FirstEndingAtOrAfter(range.Offset);
        var (start, end, known) = (range.Offset, range.End, 0L);
        var last = first;
        for (; last < _runs.Count && _runs[last].Offset <= range.End; last++)
        {
            known += _runs[last].Length;
            start = Math.Min(start, _runs[last].Offset);
            end = Math.Max(end, _runs[last].End);
        }
        _runs.RemoveRange(first, last - first);
        _runs.Insert(first, new ByteRange(start, end - start));
        var added = end - start - known;
        Count += added;
        return added;
    }

    /// <summary>Takes a range out and returns how many positions were in the set.</summary>
    public long Remove(ByteRange range)
    {
        Require(range);
        if (range.Length == 0) return 0;
        var first = FirstEndingAtOrAfter(range.Offset);
        var left = new List<ByteRange>(2);
        var (last, removed) = (first, 0L);
        for (; last < _runs.Count && _runs[last].Offset < range.End; last++)
        {
            var run = _runs[last];
            if (run.Offset < range.Offset) left.Add(new ByteRange(run.Offset, Math.Min(run.End, range.Offset) - run.Offset));
            if (run.End > range.End) left.Add(new ByteRange(range.End, run.End - range.End));
            removed += Math.Max(0, Math.Min(run.End, range.End) - Math.Max(run.Offset, range.Offset));
        }
        _runs.RemoveRange(first, last - first);
        _runs.InsertRange(first, left);
        Count -= removed;
        return removed;
    }

    public bool Contains(ByteRange range)
    {
        Require(range);
        if (range.Length == 0) return true;
        var at = FirstEndingAtOrAfter(range.Offset + 1);
        return at < _runs.Count && _runs[at].Offset <= range.Offset && _runs[at].End >= range.End;
    }

    /// <summary>The parts of a range that are not in the set, in order.</summary>
    public List<ByteRange> MissingIn(ByteRange range)
    {
        Require(range);
        var missing = new List<ByteRange>();
        var from = range.Offset;
        for (var at = FirstEndingAtOrAfter(range.Offset + 1); at < _runs.Count && _runs[at].Offset < range.End; at++)
        {
            if (_runs[at].Offset > from) missing.Add(new ByteRange(from, _runs[at].Offset - from));
            from = _runs[at].End;
        }
        if (from < range.End) missing.Add(new ByteRange(from, range.End - from));
        return missing;
    }

    /// <summary>Index of the first run whose end is at or after a position: the first that could touch what begins there.</summary>
    private int FirstEndingAtOrAfter(long position)
    {
        var (low, high) = (0, _runs.Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (_runs[middle].End < position) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static void Require(ByteRange range)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(range.Offset);
        ArgumentOutOfRangeException.ThrowIfNegative(range.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Length, long.MaxValue - range.Offset);
    }
}
