namespace GoatHost.Plugins.LlamaCpp.Grammars.Automata;

/// <summary>A regular set of texts: states, the first of which is the beginning, and for each character at most one way to go on.</summary>
internal sealed class Automaton
{
    /// <summary>The most states; a set that needs more is refused.</summary>
    public const int MostStates = 2_000;

    /// <summary>A place in a text.</summary>
    /// <param name="Ends">Whether a text may end here.</param>
    /// <param name="Moves">Where each character leads; the sets have none in common.</param>
    internal sealed record State(bool Ends, IReadOnlyList<(CharacterSet On, int To)> Moves);

    /// <summary>Takes states over, and leaves out those from which no text ends.</summary>
    public Automaton(IReadOnlyList<State> states) => States = Alive(states);

    public static Automaton Any { get; } = new([new State(true, [(CharacterSet.All, 0)])]);

    public IReadOnlyList<State> States { get; }

    public bool IsEmpty => States is [{ Ends: false, Moves.Count: 0 }];

    /// <summary>Texts of a shape without rules.</summary>
    /// <exception cref="GrammarException">It needs too many states.</exception>
    public static Automaton Of(Expression shape) => AutomatonBuilder.Build(shape);

    /// <summary>Texts of so many characters.</summary>
    public static Automaton OfLength(int least, int? most) =>
        Of(Expression.Times(Expression.OneCharacter(CharacterSet.All), least, most));

    public static Automaton OfTexts(IEnumerable<string> texts) => Of(Expression.OneOf([.. texts.Select(Expression.Text)]));

    public bool Accepts(string text)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var next = States[at].Moves.Where(move => move.On.Contains(rune.Value)).Select(move => (int?)move.To).FirstOrDefault();
            if (next is not { } to) return false;
            at = to;
        }
        return States[at].Ends;
    }

    /// <summary>Texts of both.</summary>
    /// <exception cref="GrammarException">It needs too many states.</exception>
    public Automaton Intersect(Automaton other)
    {
        var (places, numbers) = (new List<(int Left, int Right)> { (0, 0) }, new Dictionary<(int, int), int> { [(0, 0)] = 0 });
        var states = new List<State>();
        for (var at = 0; at < places.Count; at++)
        {
            var (left, right) = (States[places[at].Left], other.States[places[at].Right]);
            var moves = new List<(CharacterSet, int)>();
            foreach (var (one, toLeft) in left.Moves)
            {
                foreach (var (two, toRight) in right.Moves)
                {
                    if (one.Intersect(two) is not { IsEmpty: false } both) continue;
                    if (!numbers.TryGetValue((toLeft, toRight), out var to))
                    {
                        numbers[(toLeft, toRight)] = to = places.Count;
                        places.Add((toLeft, toRight));
                        if (to >= MostStates) throw TooLarge();
                    }
                    moves.Add((both, to));
                }
            }
            states.Add(new State(left.Ends && right.Ends, moves));
        }
        return new Automaton(states);
    }

    /// <summary>All other texts.</summary>
    public Automaton Complement()
    {
        var sink = States.Count;
        var states = States.Select(state =>
        {
            var rest = CharacterSet.Of(state.Moves.SelectMany(move => move.On.Ranges)).Complement();
            return new State(!state.Ends, rest.IsEmpty ? state.Moves : [.. state.Moves, (rest, sink)]);
        });
        return new Automaton([.. states, new State(true, [(CharacterSet.All, sink)])]);
    }

    public Automaton Except(Automaton other) => Intersect(other.Complement());

    /// <summary>Writes it as rules: one for each state, so that each character of a text leaves one way to go on.</summary>
    /// <param name="rules">Takes the rules.</param>
    /// <param name="hint">What they are named after.</param>
    /// <param name="write">How a character is written.</param>
    /// <param name="end">What is written behind a text.</param>
    public Expression Write(GrammarRules rules, string hint, Func<Expression, Expression> write, Expression end)
    {
        if (IsEmpty) return Expression.Nothing;
        var names = States.Select(_ => rules.Reserve(hint)).ToList();
        for (var at = 0; at < States.Count; at++)
        {
            var options = States[at].Moves
                .Select(move => Expression.Of(write(Expression.OneCharacter(move.On)), Expression.Rule(names[move.To])));
            rules.Set(names[at], Expression.OneOf([.. options, .. States[at].Ends ? new[] { end } : []]));
        }
        return Expression.Rule(names[0]);
    }

    internal static GrammarException TooLarge() => new("it takes too many states to follow");

    private static List<State> Alive(IReadOnlyList<State> states)
    {
        var into = states.SelectMany((state, from) => state.Moves.Select(move => (move.To, From: from)))
            .ToLookup(move => move.To, move => move.From);
        var waiting = new Stack<int>(Enumerable.Range(0, states.Count).Where(at => states[at].Ends));
        var alive = new HashSet<int>();
        while (waiting.TryPop(out var at))
        {
            if (!alive.Add(at)) continue;
            foreach (var from in into[at]) waiting.Push(from);
        }
        if (!alive.Contains(0)) return [new State(false, [])];
        var numbers = Enumerable.Range(0, states.Count).Where(alive.Contains).Select((at, number) => (at, number)).ToDictionary();
        return [.. numbers.Keys.Select(at => states[at] with
        {
            Moves = [.. states[at].Moves.Where(move => alive.Contains(move.To)).Select(move => (move.On, numbers[move.To]))],
        })];
    }
}
