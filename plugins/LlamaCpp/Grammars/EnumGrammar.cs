using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary><c>enum</c> and <c>const</c>: the values that all such lists have in common, and that the other keywords allow.</summary>
internal static class EnumGrammar
{
    private const int MostValues = 5_000;
    private const string AllDigits = "0.############################";
    private const int MostCharacters = 100_000;

    public static Expression Write(IReadOnlyList<SchemaPart> parts, IReadOnlyList<string> types, SchemaCompiler compiler)
    {
        IReadOnlyList<string>? texts = null;
        foreach (var list in parts.SelectMany(Lists))
        {
            var next = list.Select(Normal).ToHashSet();
            texts = texts is null ? [.. list.Select(Normal).Distinct()] : [.. texts.Where(next.Contains)];
        }
        if (texts!.Count > MostValues || texts.Sum(text => text.Length) > MostCharacters)
        {
            throw new RequestException($"The JSON schema lists more values at {parts[0].Pointer} than can be kept to: list fewer.");
        }
        return TextTree.Of(Allowed(texts, parts, types, compiler));
    }

    private static IEnumerable<string> Allowed(
        IReadOnlyList<string> texts, IReadOnlyList<SchemaPart> parts, IReadOnlyList<string> types, SchemaCompiler compiler)
    {
        var others = SchemaKeywords.Kept.Except(["type", "enum", "const"]).ToList();
        if (!parts.Any(part => others.Any(part.Has)))
        {
            return texts.Where(text => types.Contains(TypeOf(text)) || (TypeOf(text) == "integer" && types.Contains("number")));
        }
        // The other keywords speak for themselves: what is written of them is asked about each value.
        var rules = new GrammarRules();
        var rest = new SchemaCompiler(compiler.Root, rules);
        rules.Set(Grammar.Root, Expression.OneOf([.. types.Select(type => rest.OfType(type, parts))]));
        try
        {
            var grammar = rules.Finish();
            return texts.Where(grammar.Accepts);
        }
        catch (GrammarException)
        {
            return [];
        }
    }

    /// <summary>The lists of values that a schema has.</summary>
    public static IEnumerable<IReadOnlyList<JsonElement>> Lists(SchemaPart part)
    {
        if (part.Has("enum")) yield return part.Items("enum");
        if (part.TryGet("const", out var value)) yield return [value];
    }

    private static string TypeOf(string text) => text[0] switch
    {
        '{' => "object",
        '[' => "array",
        '"' => "string",
        't' or 'f' => "boolean",
        'n' => "null",
        _ => text.AsSpan().IndexOfAny(".eE") < 0 ? "integer" : "number",
    };

    /// <summary>One text for values that are the same.</summary>
    public static string Normal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonText.Of(value) is { } text ? JsonText.Quoted(text) : throw new RequestException(
            "The JSON schema lists a value that holds half a character: take it out."),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString(AllDigits, CultureInfo.InvariantCulture),
        _ => JsonText.Compact(value),
    };
}
