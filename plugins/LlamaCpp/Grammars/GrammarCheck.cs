namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Sees to it that llama.cpp can work with a grammar. It keeps one stack for every way that a text may go on, and looks for left
/// recursion along each of those ways anew, so that a few dozen rules can cost it hours.
/// </summary>
internal sealed class GrammarCheck
{
    private const long MostWays = 20_000;

    private readonly IReadOnlyDictionary<string, Expression> _rules;
    private readonly Dictionary<string, (long Ways, bool MayBeEmpty)?> _known = [];

    private GrammarCheck(IReadOnlyDictionary<string, Expression> rules) => _rules = rules;

    /// <exception cref="GrammarException">It begins in too many ways, or a rule begins with itself.</exception>
    public static void Throw(IReadOnlyDictionary<string, Expression> rules)
    {
        var check = new GrammarCheck(rules);
        var all = 0L;
        foreach (var name in rules.Keys)
        {
            var ways = check.Rule(name).Ways;
            all += ways;
            if (ways > MostWays || all > 50 * MostWays) throw new GrammarException("it allows too many ways to go on at one place");
        }
    }

    private (long Ways, bool MayBeEmpty) Rule(string name)
    {
        if (_known.TryGetValue(name, out var known)) return known ?? throw new GrammarException("a part of it begins with itself");
        _known[name] = null;
        var found = Ways(_rules[name]);
        _known[name] = found;
        return found;
    }

    private (long Ways, bool MayBeEmpty) Ways(Expression expression)
    {
        switch (expression)
        {
            case Expression.Literal literal:
                return (1, literal.Value.Length == 0);
            case Expression.Reference reference:
                var (ways, empty) = Rule(reference.Name);
                return (ways + 1, empty);
            case Expression.Repeat repeat:
                var (inner, _) = Ways(repeat.Body);
                return (inner + 1, repeat.Least == 0);
            case Expression.Choice choice:
                var options = choice.Options.Select(Ways).ToList();
                return (Math.Min(MostWays + 1, options.Sum(option => option.Ways)), options.Any(option => option.MayBeEmpty));
            case Expression.Sequence sequence:
                var sum = 1L;
                foreach (var item in sequence.Items)
                {
                    var (more, mayBeEmpty) = Ways(item);
                    sum = Math.Min(MostWays + 1, sum + more);
                    if (!mayBeEmpty) return (sum, false);
                }
                return (sum, true);
            default:
                return (1, false);
        }
    }
}
