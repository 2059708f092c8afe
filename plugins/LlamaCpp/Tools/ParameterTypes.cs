using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Grammars;

namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// Which JSON types a parameter may have: a text is written as it is by some families, and only the types tell it from JSON.
/// </summary>
internal static class ParameterTypes
{
    /// <summary>The types; null where the schema is one that cannot be kept to, and says nothing.</summary>
    public static IReadOnlyList<string>? Of(JsonElement property, JsonElement root)
    {
        try
        {
            var alternatives = new SchemaAlternatives(root).Of([new SchemaPart(property, "#")]);
            return [.. alternatives.SelectMany(Types).Distinct()];
        }
        catch (RequestException)
        {
            return null;
        }
    }

    public static bool Allow(IReadOnlyList<string>? types, JsonElement value) => types is null || value.ValueKind switch
    {
        JsonValueKind.String => types.Contains("string"),
        JsonValueKind.Number => types.Contains("number")
            || (types.Contains("integer") && value.TryGetDecimal(out var number) && number == decimal.Truncate(number)),
        JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
        JsonValueKind.Null => types.Contains("null"),
        JsonValueKind.Object => types.Contains("object"),
        _ => types.Contains("array"),
    };

    private static IEnumerable<string> Types(IReadOnlyList<SchemaPart> parts)
    {
        var listed = parts.Where(part => part.Has("enum")).SelectMany(part => part.Items("enum"))
            .Concat(parts.Where(part => part.Has("const")).Select(part => part.Schema.GetProperty("const"))).ToList();
        // An enum of texts alone is a text, whether or not a type says so.
        return listed.Count > 0 && listed.All(value => value.ValueKind == JsonValueKind.String) ? ["string"] : SchemaTypes.Of(parts);
    }
}
