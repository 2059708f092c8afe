using GoatHost.Abstractions;
using static GoatHost.Plugins.LlamaCpp.Grammars.Expression;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Strings: any, of a length, by a pattern or by a format.</summary>
internal static class StringGrammar
{
    public static Expression Write(IReadOnlyList<SchemaPart> parts)
    {
        var least = parts.Max(part => part.Count("minLength", required: true)) ?? 0;
        var most = parts.Min(part => part.Count("maxLength", required: false));
        if (most < least) return Nothing;
        var shapes = parts.SelectMany(Shapes).DistinctBy(shape => shape.Text).ToList();
        if (shapes.Count > 1)
        {
            throw new RequestException(
                $"The JSON schema asks a string at {shapes[1].Part.Pointer} to fit more than one pattern or format: leave one alone.");
        }
        if (shapes.Count == 0)
        {
            return least == 0 && most is null
                ? Rule(JsonRules.String)
                : Of(JsonRules.Quote, Times(Rule(JsonRules.Char), least, most), JsonRules.Quote);
        }
        var (shape, _, at) = shapes[0];
        return Of(JsonRules.Quote, JsonEncoding.Of(Bounded(shape, least, most, at)), JsonRules.Quote);
    }

    private static IEnumerable<(Expression Shape, string Text, SchemaPart Part)> Shapes(SchemaPart part)
    {
        if (part.Text("pattern") is { } pattern) yield return (Read(pattern, part), "/" + pattern, part);
        if (part.Text("format") is not { } format) yield break;
        if (StringFormats.Pattern(format) is { } known) yield return (Read(known, part), format, part);
        else if (!StringFormats.SayNothing.Contains(format)) throw part.Refused($"format: {format}");
    }

    private static Expression Read(string pattern, SchemaPart part)
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

    /// <summary>A shape within lengths: as it is where all that it allows is, else where one set of characters is repeated.</summary>
    private static Expression Bounded(Expression shape, int least, int? most, SchemaPart part)
    {
        var (shortest, longest) = TextLength.Of(shape);
        if (shortest >= least && (most is null || longest <= most)) return shape;
        if (longest < least || shortest > most) return Nothing;
        if (shape is Repeat { Body: Character } repeat)
        {
            var bound = most is { } limit && repeat.Most is { } own ? Math.Min(limit, own) : most ?? repeat.Most;
            return Times(repeat.Body, Math.Max(least, repeat.Least), bound);
        }
        throw part.Refused("a length beside a pattern or format");
    }
}
