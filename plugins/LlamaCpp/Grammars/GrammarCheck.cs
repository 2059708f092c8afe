namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Sees to it that llama.cpp can work with a grammar. It keeps one stack for every way that a text may go on, and looks for left
/// recursion along each of those ways anew and by calling itself, so that a few dozen rules can cost it hours, and a long chain its stack.
/// </summary>
internal sealed class GrammarCheck
{
    private const long MostWays = 20_000;
    private const int MostDepth = 1_500;
    private const int MostDepthAtOnce = 400;

    private readonly IReadOnlyDictionary<string, Expression> _rules;
    private readonly Dictionary<string, Beginning?> _known = [];
    private int _depth;

    private GrammarCheck(IReadOnlyDictionary<string, Expression> rules) => _rules = rules;

    /// <summary>How an expression may begin.</summary>
    /// <param name="Ways">In how many ways, rules on the way counted.</param>
    /// <param name="MayBeEmpty">Whether it may be empty, so that what follows may begin.</param>
    /// <param name="Depth">Through how many rules, at most.</param>
    private readonly record struct Beginning(long Ways, bool MayBeEmpty, int Depth);

    /// <exception cref="GrammarException">It begins in too many ways, or a rule begins with itself.</exception>
    public static void Throw(IReadOnlyDictionary<string, Expression> rules)
    {
        var check = new GrammarCheck(rules);
        var all = 0L;
        // The last were reached last: long chains of rules are looked at from their ends.
        foreach (var name in rules.Keys.Reverse())
        {
            var (ways, _, depth) = check.Rule(name);
            all += ways;
            if (ways > MostWays || all > 250 * MostWays) throw new GrammarException("it allows too many ways to go on at one place");
            if (depth > MostDepth) throw TooDeep();
        }
    }

    private Beginning Rule(string name)
    {
        if (_known.TryGetValue(name, out var known)) return known ?? throw new GrammarException("a part of it begins with itself");
        if (++_depth > MostDepthAtOnce) throw TooDeep();
        _known[name] = null;
        var found = Of(_rules[name]);
        _known[name] = found = found with { Depth = found.Depth + 1 };
        _depth--;
        return found;
    }

    private Beginning Of(Expression expression)
    {
        switch (expression)
        {
            case Expression.Literal literal:
                return new Beginning(1, literal.Value.Length == 0, 0);
            case Expression.Reference reference:
                var rule = Rule(reference.Name);
                return rule with { Ways = rule.Ways + 1 };
            case Expression.Repeat repeat:
                var body = Of(repeat.Body);
                if (body.MayBeEmpty && repeat.Most is not 1) throw new GrammarException("it repeats what may be empty");
                return new Beginning(body.Ways + 1, repeat.Least == 0 || body.MayBeEmpty, body.Depth + 1);
            case Expression.Choice choice:
                var any = new Beginning(0, false, 0);
                foreach (var option in choice.Options.Select(Of)) any = Either(any, option, any.MayBeEmpty || option.MayBeEmpty);
                return any;
            case Expression.Sequence sequence:
                var all = new Beginning(1, true, 0);
                for (var i = 0; i < sequence.Items.Count && all.MayBeEmpty; i++)
                {
                    var item = Of(sequence.Items[i]);
                    all = Either(all, item, item.MayBeEmpty);
                }
                return all;
            default:
                return new Beginning(1, false, 0);
        }
    }

    private static Beginning Either(Beginning one, Beginning other, bool mayBeEmpty) =>
        new(Math.Min(MostWays + 1, one.Ways + other.Ways), mayBeEmpty, Math.Max(one.Depth, other.Depth));

    private static GrammarException TooDeep() => new("its rules are nested too deep");
}
