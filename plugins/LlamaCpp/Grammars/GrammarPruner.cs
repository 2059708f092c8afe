namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Leaves out of a grammar what no finite text can come of: at such a place llama.cpp would find no token to go on with,
/// and would end its process.
/// </summary>
internal static class GrammarPruner
{
    /// <exception cref="GrammarException">Nothing is left.</exception>
    public static Dictionary<string, Expression> Prune(IReadOnlyDictionary<string, Expression> rules)
    {
        var finite = Finite(rules);
        if (!finite.Contains(Grammar.Root)) throw new GrammarException("no finite text fits it");
        var kept = new Dictionary<string, Expression>();
        var waiting = new Stack<string>([Grammar.Root]);
        while (waiting.TryPop(out var name))
        {
            if (kept.ContainsKey(name)) continue;
            kept[name] = Without(rules[name], finite)!;
            foreach (var next in References(kept[name])) waiting.Push(next);
        }
        return kept;
    }

    private static HashSet<string> Finite(IReadOnlyDictionary<string, Expression> rules)
    {
        var finite = new HashSet<string>();
        // Rules mostly refer to later ones, so that one round backwards settles nearly all.
        var open = rules.Reverse().ToList();
        while (open.RemoveAll(rule => IsFinite(rule.Value, finite) && finite.Add(rule.Key)) > 0) { }
        return finite;
    }

    private static bool IsFinite(Expression expression, HashSet<string> finite) => expression switch
    {
        Expression.Sequence sequence => sequence.Items.All(item => IsFinite(item, finite)),
        Expression.Choice choice => choice.Options.Any(option => IsFinite(option, finite)),
        Expression.Repeat repeat => repeat.Least == 0 || IsFinite(repeat.Body, finite),
        Expression.Reference reference => finite.Contains(reference.Name),
        _ => true,
    };

    private static Expression? Without(Expression expression, HashSet<string> finite)
    {
        if (!IsFinite(expression, finite)) return null;
        return expression switch
        {
            Expression.Sequence sequence => Expression.Of([.. sequence.Items.Select(item => Without(item, finite)!)]),
            Expression.Choice choice =>
                Expression.OneOf([.. choice.Options.Select(option => Without(option, finite)).OfType<Expression>()]),
            Expression.Repeat repeat => Without(repeat.Body, finite) is { } body
                ? Expression.Times(body, repeat.Least, repeat.Most)
                : Expression.Empty,
            _ => expression,
        };
    }

    private static IEnumerable<string> References(Expression expression) => expression switch
    {
        Expression.Sequence sequence => sequence.Items.SelectMany(References),
        Expression.Choice choice => choice.Options.SelectMany(References),
        Expression.Repeat repeat => References(repeat.Body),
        Expression.Reference reference => [reference.Name],
        _ => [],
    };
}
