using System.Text.Json;
using GoatHost.Plugins.LlamaCpp.Grammars.Automata;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>The strings that schemas allow, as a set that can be cut with others: what names of properties need.</summary>
internal static class StringSet
{
    /// <summary>The strings of any of some alternatives.</summary>
    /// <exception cref="GrammarException">They need too many states.</exception>
    public static Automaton Of(IReadOnlyList<IReadOnlyList<SchemaPart>> alternatives)
    {
        if (alternatives is [var only]) return AllOf(only);
        // Whatever is in any of them is what is not outside of all of them.
        var outside = alternatives.Select(parts => AllOf(parts).Complement()).Aggregate(Automaton.Any, (all, one) => all.Intersect(one));
        return outside.Complement();
    }

    /// <summary>The strings that all of some schemas allow.</summary>
    /// <exception cref="GrammarException">They need too many states.</exception>
    public static Automaton AllOf(IReadOnlyList<SchemaPart> parts)
    {
        if (SchemaTypes.Named(parts) is { } types && !types.Contains("string")) return Automaton.Any.Complement();
        var set = Automaton.Any;
        foreach (var list in parts.SelectMany(EnumGrammar.Lists))
        {
            var texts = list.Where(value => value.ValueKind == JsonValueKind.String).Select(JsonText.Of).OfType<string>();
            set = set.Intersect(Automaton.OfTexts(texts));
        }
        foreach (var (shape, _, _) in StringGrammar.Shapes(parts)) set = set.Intersect(Automaton.Of(shape));
        var (least, most) = StringGrammar.Length(parts);
        if (most < least) return Automaton.Any.Complement();
        return least == 0 && most is null ? set : set.Intersect(Automaton.OfLength(least, most));
    }
}
