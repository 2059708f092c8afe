using GoatHost.Abstractions;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Strings: any, of a length, by a pattern or by a format.</summary>
internal static class StringGrammar
{
    public static Expression Write(IReadOnlyList<SchemaPart> parts, GrammarRules rules)
    {
        var (least, most) = Length(parts);
        if (most < least) return Nothing;
        var shapes = Shapes(parts);
        if (shapes.Count == 0)
        {
            return least == 0 && most is null
                ? Rule(JsonRules.String)
                : Of(JsonRules.Quote, Times(Rule(JsonRules.Char), least, most), JsonRules.Quote);
        }
        if (shapes is [var (shape, _, _)] && Bounded(shape, least, most) is { } bounded)
        {
            return Of(JsonRules.Quote, JsonEncoding.Of(bounded), JsonRules.Quote);
        }
        try
        {
            return Of(JsonRules.Quote, StringSet.AllOf(parts).Write(rules, "text", JsonEncoding.Of, JsonRules.Quote));
        }
        catch (GrammarException)
        {
            var what = shapes.Count > 1 ? "more than one pattern or format" : "a length beside a pattern or format";
            throw shapes[^1].Part.Refused(what);
        }
    }

    /// <summary>The fewest characters, and the most if there is a most.</summary>
    public static (int Least, int? Most) Length(IReadOnlyList<SchemaPart> parts) =>
        (parts.Max(part => part.Count("minLength", required: true)) ?? 0, parts.Min(part => part.Count("maxLength", required: false)));

    /// <summary>What patterns and formats there are.</summary>
    public static IReadOnlyList<(Expression Shape, string Text, SchemaPart Part)> Shapes(IReadOnlyList<SchemaPart> parts) =>
        [.. parts.SelectMany(Shapes).DistinctBy(shape => shape.Text)];

    private static IEnumerable<(Expression Shape, string Text, SchemaPart Part)> Shapes(SchemaPart part)
    {
        if (part.Text("pattern") is { } pattern) yield return (Read(pattern, part), "/" + pattern, part);
        if (part.Text("format") is not { } format) yield break;
        if (StringFormats.Pattern(format) is { } known) yield return (Read(known, part), format, part);
        else if (!StringFormats.SayNothing.Contains(format)) throw part.Refused($"format: {format}");
    }

    /// <summary>The shape of a pattern.</summary>
    public static Expression Read(string pattern, SchemaPart part)
    {
        try
        {
            return PatternReader.Read(pattern);
        }
        catch (GrammarException e)
        {
            throw new RequestException(
                $"The JSON schema has a pattern at {part.Pointer} that cannot be kept to, because {e.Message}: write it without.", e);
        }
    }

    /// <summary>A shape within lengths, where all that it allows is, or where one set of characters is repeated; else null.</summary>
    private static Expression? Bounded(Expression shape, int least, int? most)
    {
        var (shortest, longest) = TextLength.Of(shape);
        if (shortest >= least && (most is null || longest <= most)) return shape;
        if (longest < least || shortest > most) return Nothing;
        if (shape is not Repeat { Body: Character } repeat) return null;
        var bound = most is { } limit && repeat.Most is { } own ? Math.Min(limit, own) : most ?? repeat.Most;
        return Times(repeat.Body, Math.Max(least, repeat.Least), bound);
    }
}
