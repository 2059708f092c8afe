using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>A property's name that is none of some names, from after its opening quote to its closing one.</summary>
internal static class OtherKey
{
    // A name with a character that JSON escapes cannot be met: as long as a key could become a name, no escape is taken.
    public static Expression Write(IEnumerable<string> names, GrammarRules rules) =>
        After([.. names.Where(name => name.EnumerateRunes().All(rune => JsonRules.Plain.Contains(rune.Value))).Distinct()], rules);

    /// <summary>What may follow a beginning that <paramref name="rests"/> would make a name of.</summary>
    private static Expression After(IReadOnlyList<string> rests, GrammarRules rules)
    {
        var free = Of(Times(Rule(JsonRules.Char), 0, null), JsonRules.Quote);
        if (rests.Count == 0) return free;
        var options = new List<Expression>();
        var taken = CharacterSet.None;
        foreach (var group in rests.Where(rest => rest.Length > 0).GroupBy(rest => rest.EnumerateRunes().First()))
        {
            var first = group.Key.ToString();
            options.Add(Of(Text(first), After([.. group.Select(rest => rest[first.Length..])], rules)));
            taken = taken.Union(CharacterSet.Of(first));
        }
        options.Add(Of(OneCharacter(JsonRules.Plain.Except(taken)), free));
        if (!rests.Contains("")) options.Add(JsonRules.Quote);
        // A rule of its own: groups in one another would be as deep as a name is long.
        return rules.Add("other", OneOf(options));
    }
}
