using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>Which types of JSON schemas allow.</summary>
internal static class SchemaTypes
{
    private static readonly string[] All = ["object", "array", "string", "number", "boolean", "null"];

    /// <summary>
    /// The types that all of some schemas allow. Without <c>type</c>, keywords that speak of objects alone mean an object, and so on.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<SchemaPart> parts) => Named(parts) ?? Meant(parts);

    /// <summary>The types that all of some schemas name; null where none names any.</summary>
    public static IReadOnlyList<string>? Named(IReadOnlyList<SchemaPart> parts)
    {
        IReadOnlyList<string>? types = null;
        foreach (var part in parts)
        {
            if (Named(part) is { } named) types = types is null ? named : [.. types.SelectMany(type => Common(type, named)).Distinct()];
        }
        return types;
    }

    /// <summary>Whether some value is of types of both lists.</summary>
    public static bool Meet(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Any(type => Common(type, other).Any());

    private static List<string>? Named(SchemaPart part)
    {
        if (!part.TryGet("type", out var type)) return null;
        List<string> named = type.ValueKind == JsonValueKind.Array ? [.. part.Texts("type")] : [part.Text("type")!];
        if (named.Any(name => name != "integer" && !All.Contains(name))) throw part.Wrong("type", "one of the seven types");
        if (part.TryGet("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True) named.Add("null");
        if (named.Contains("number")) named.Remove("integer");
        return named;
    }

    private static IEnumerable<string> Common(string type, IReadOnlyList<string> named)
    {
        if (named.Contains(type)) yield return type;
        else if (type == "number" && named.Contains("integer")) yield return "integer";
        else if (type == "integer" && named.Contains("number")) yield return "integer";
    }

    private static List<string> Meant(IReadOnlyList<SchemaPart> parts)
    {
        var meant = new List<string>();
        foreach (var (type, keywords) in new[]
        {
            ("object", SchemaKeywords.OfObjects), ("array", SchemaKeywords.OfArrays),
            ("string", SchemaKeywords.OfStrings), ("number", SchemaKeywords.OfNumbers),
        })
        {
            if (parts.Any(part => keywords.Any(part.Has))) meant.Add(type);
        }
        return meant.Count > 0 ? meant : [.. All];
    }
}
