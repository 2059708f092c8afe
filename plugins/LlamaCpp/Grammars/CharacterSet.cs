namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>A set of Unicode scalar values, as ranges in order that do not touch.</summary>
internal sealed class CharacterSet
{
    private const int Last = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;

    private CharacterSet(IReadOnlyList<(int From, int To)> ranges) => Ranges = ranges;

    public static CharacterSet None { get; } = new([]);

    public static CharacterSet All { get; } = new([(0, FirstSurrogate - 1), (LastSurrogate + 1, Last)]);

    public static CharacterSet Digits { get; } = Range('0', '9');

    public IReadOnlyList<(int From, int To)> Ranges { get; }

    public bool IsEmpty => Ranges.Count == 0;

    public static CharacterSet Range(int from, int to) => Normal([(from, to)]);

    public static CharacterSet Of(IEnumerable<(int From, int To)> ranges) => Normal(ranges);

    public static CharacterSet Of(string characters) => Normal(characters.EnumerateRunes().Select(rune => (rune.Value, rune.Value)));

    public bool Contains(int character)
    {
        foreach (var (from, to) in Ranges)
        {
            if (character < from) return false;
            if (character <= to) return true;
        }
        return false;
    }

    public CharacterSet Union(CharacterSet other) => Normal(Ranges.Concat(other.Ranges));

    public CharacterSet Complement()
    {
        var ranges = new List<(int, int)>();
        var next = 0;
        foreach (var (from, to) in Ranges)
        {
            if (from > next) ranges.Add((next, from - 1));
            next = to + 1;
        }
        if (next <= Last) ranges.Add((next, Last));
        return Normal(ranges);
    }

    public CharacterSet Except(CharacterSet other) => Complement().Union(other).Complement();

    public CharacterSet Intersect(CharacterSet other)
    {
        var common = new List<(int From, int To)>();
        for (var (i, j) = (0, 0); i < Ranges.Count && j < other.Ranges.Count;)
        {
            var (from, to) = (Math.Max(Ranges[i].From, other.Ranges[j].From), Math.Min(Ranges[i].To, other.Ranges[j].To));
            if (from <= to) common.Add((from, to));
            if (Ranges[i].To < other.Ranges[j].To) i++;
            else j++;
        }
        return new CharacterSet(common);
    }

    private static CharacterSet Normal(IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var (from, to) in ranges.SelectMany(WithoutSurrogates).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else merged.Add((from, to));
        }
        return new CharacterSet(merged);
    }

    private static IEnumerable<(int From, int To)> WithoutSurrogates((int From, int To) range)
    {
        if (range.From < FirstSurrogate && range.From <= range.To) yield return (range.From, Math.Min(range.To, FirstSurrogate - 1));
        var from = Math.Max(range.From, LastSurrogate + 1);
        if (from <= range.To) yield return (from, range.To);
    }
}
