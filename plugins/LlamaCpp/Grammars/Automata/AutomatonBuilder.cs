using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Grammars.Automata;

/// <summary>
/// Makes an automaton of a shape: first one that may be at many places at once (Thompson), then one state for each set of places.
/// </summary>
internal sealed class AutomatonBuilder
{
    private const int MostPlaces = 10_000;
    private const long MostWork = 5_000_000;

    private readonly List<List<int>> _free = [];
    private readonly List<List<(CharacterSet On, int To)>> _moves = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int[]> _sets = [];
    private long _work;

    private AutomatonBuilder() { }

    /// <exception cref="GrammarException">It needs too many states.</exception>
    public static Automaton Build(Expression shape)
    {
        var builder = new AutomatonBuilder();
        var begin = builder.Place();
        return builder.Determine(begin, builder.Add(shape, begin));
    }

    private int Place()
    {
        if (_free.Count == MostPlaces) throw Automaton.TooLarge();
        _free.Add([]);
        _moves.Add([]);
        return _free.Count - 1;
    }

    /// <summary>Adds the ways of a shape from a place.</summary>
    /// <returns>Where they end.</returns>
    private int Add(Expression shape, int from)
    {
        switch (shape)
        {
            case Expression.Literal literal:
                return literal.Value.EnumerateRunes().Aggregate(from, Move);
            case Expression.Character character:
                return Move(from, character.Set);
            case Expression.Sequence sequence:
                return sequence.Items.Aggregate(from, (at, item) => Add(item, at));
            case Expression.Choice choice:
                var end = Place();
                foreach (var option in choice.Options) _free[Add(option, from)].Add(end);
                return end;
            case Expression.Repeat repeat:
                return Repeat(repeat, from);
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), "A rule has no regular shape.");
        }
    }

    private int Move(int from, Rune rune) => Move(from, CharacterSet.Range(rune.Value, rune.Value));

    private int Move(int from, CharacterSet on)
    {
        var to = Place();
        _moves[from].Add((on, to));
        return to;
    }

    private int Repeat(Expression.Repeat repeat, int from)
    {
        for (var i = 0; i < repeat.Least; i++) from = Add(repeat.Body, from);
        if (repeat.Most is not { } most)
        {
            var head = Place();
            _free[from].Add(head);
            _free[Add(repeat.Body, head)].Add(head);
            return head;
        }
        var end = Place();
        for (var i = repeat.Least; i < most; i++)
        {
            _free[from].Add(end);
            from = Add(repeat.Body, from);
        }
        _free[from].Add(end);
        return end;
    }

    private Automaton Determine(int begin, int end)
    {
        Number(Closed([begin]));
        var states = new List<Automaton.State>();
        while (states.Count < _sets.Count)
        {
            var places = _sets[states.Count];
            states.Add(new Automaton.State(Array.BinarySearch(places, end) >= 0, Moves([.. places.SelectMany(place => _moves[place])])));
        }
        return new Automaton(states);
    }

    private List<(CharacterSet On, int To)> Moves(List<(CharacterSet On, int To)> all)
    {
        // Between two bounds of any of the sets all characters lead to the same places.
        var ends = all.SelectMany(move => move.On.Ranges).SelectMany(range => new[] { range.From, range.To + 1 });
        var bounds = ends.Distinct().Order().ToList();
        if ((_work += (long)all.Count * bounds.Count) > MostWork) throw Automaton.TooLarge();
        var ranges = new Dictionary<int, List<(int, int)>>();
        for (var i = 0; i + 1 < bounds.Count; i++)
        {
            var to = all.Where(move => move.On.Contains(bounds[i])).Select(move => move.To).ToList();
            if (to.Count == 0) continue;
            var number = Number(Closed(to));
            if (!ranges.TryGetValue(number, out var list)) ranges[number] = list = [];
            list.Add((bounds[i], bounds[i + 1] - 1));
        }
        return [.. ranges.Select(range => (CharacterSet.Of(range.Value), range.Key))];
    }

    private int[] Closed(List<int> places)
    {
        var (closed, waiting) = (new HashSet<int>(), new Stack<int>(places));
        while (waiting.TryPop(out var place))
        {
            if (!closed.Add(place)) continue;
            foreach (var next in _free[place]) waiting.Push(next);
        }
        if ((_work += closed.Count) > MostWork) throw Automaton.TooLarge();
        int[] sorted = [.. closed];
        Array.Sort(sorted);
        return sorted;
    }

    private int Number(int[] places)
    {
        var key = string.Join(',', places);
        if (_numbers.TryGetValue(key, out var number)) return number;
        if (_sets.Count == Automaton.MostStates) throw Automaton.TooLarge();
        _sets.Add(places);
        return _numbers[key] = _sets.Count - 1;
    }
}
