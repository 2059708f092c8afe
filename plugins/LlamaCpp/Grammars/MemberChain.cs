using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// The members of an object as a chain of rules, one for each property that may come next and each number that was written, where that
/// number matters. A property that is written leaves one way to go on.
/// </summary>
internal sealed class MemberChain(GrammarRules rules, IReadOnlyList<MemberChain.Property> properties, IReadOnlyList<Expression> others)
{
    public const int MostSize = 5_000;

    /// <summary>A property in its place.</summary>
    internal sealed record Property(string Name, bool Required, Expression Value);

    public int Least { get; init; }

    public int? Most { get; init; }

    /// <summary>How many rules it takes, at most.</summary>
    public long Size => (properties.Count + 1L) * (Counted + 1L);

    /// <summary>The number from which on all are alike.</summary>
    private int Counted => Most ?? Least;

    public Expression Write()
    {
        if (Most == 0) return properties.Any(property => property.Required) || Least > 0 ? Nothing : Text("}");
        var (begins, afters) = Others();
        var mayEnd = true;
        for (var at = properties.Count - 1; at >= 0; at--)
        {
            var (name, required, value) = properties[at];
            var after = afters.Select(one => rules.Add($"after-{name}", one)).ToList();
            var written = Of(Text(JsonText.Quoted(name)[1..] + ":"), Rule(JsonRules.Space), value);
            mayEnd &= !required;
            for (var count = 0; count <= Counted; count++)
            {
                var one = count == Most ? Nothing : Of(written, after[Next(count)]);
                begins[count] = rules.Add($"from-{name}", required ? one : OneOf(one, begins[count]));
                afters[count] = OneOf(mayEnd && count >= Least ? End : Nothing, Of(JsonRules.Comma, JsonRules.Quote, begins[count]));
            }
        }
        var first = Of(JsonRules.Quote, begins[0]);
        return mayEnd && Least == 0 ? OneOf(Text("}"), first) : first;
    }

    private static Expression End { get; } = Of(Rule(JsonRules.Space), Text("}"));

    /// <summary>How it goes on after the named properties: with another, and after one.</summary>
    private (List<Expression> Begins, List<Expression> Afters) Others()
    {
        var names = Enumerable.Range(0, Counted + 1).Select(_ => rules.Reserve("others")).ToList();
        var (begins, afters) = (new List<Expression>(), new List<Expression>());
        for (var count = 0; count <= Counted; count++)
        {
            // Of those whose names may repeat one is sure to count: without a most they are all one.
            var mayBegin = others.Count > 0 && count != Most && Math.Min(count + 1, Counted) >= Least;
            begins.Add(mayBegin ? Rule(names[count]) : Nothing);
            afters.Add(OneOf(count >= Least ? End : Nothing, Of(JsonRules.Comma, JsonRules.Quote, begins[count])));
        }
        for (var count = 0; count <= Counted; count++)
        {
            var rest = count == Most ? Nothing : OneOf(End, Of(JsonRules.Comma, JsonRules.Quote, begins[Next(count)]));
            rules.Set(names[count], OneOf([.. others.Select(other => Of(other, rest))]));
        }
        return (begins, afters);
    }

    private int Next(int count) => Math.Min(count + 1, Counted);
}
