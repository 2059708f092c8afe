using System.Text.Json;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// Narrows an option of <c>oneOf</c> so that nothing that is written of it fits another option too, where schemas show how: by types, by
/// lists of values, by properties that one requires. Where they do not, the option stays as it is, and <c>oneOf</c> is <c>anyOf</c>.
/// </summary>
internal static class OneOfOptions
{
    /// <summary>What is left of an option beside another.</summary>
    public static IReadOnlyList<SchemaPart> Apart(IReadOnlyList<SchemaPart> option, IReadOnlyList<SchemaPart> other)
    {
        var types = SchemaTypes.Of(option);
        if (SchemaTypes.Named(other) is { } others && !SchemaTypes.Meet(types, others)) return option;
        if (Values(option) is { } own)
        {
            return Values(other) is { } theirs && own.Overlaps(theirs) ? [.. option, Except(option, other[0], own, theirs)] : option;
        }
        if (types is not ["object"]) return option;
        var (required, wanted) = (Required(option), Required(other));
        if (required.Any(name => AreApart(Schemas(option, name), Schemas(other, name)))) return option;
        if (other.Any(part => IsClosed(part) && required.Any(name => !Names(part, name)))) return option;
        foreach (var name in wanted.Except(required))
        {
            // A name that is not known is only written where others are asked for.
            return IsWritten(option, name) ? [.. option, Without(option, other[0], name)] : option;
        }
        return option;
    }

    /// <summary>The values that a list leaves, as texts that are the same for the same value; null where there is no list.</summary>
    private static HashSet<string>? Values(IReadOnlyList<SchemaPart> parts)
    {
        HashSet<string>? values = null;
        foreach (var list in parts.SelectMany(EnumGrammar.Lists))
        {
            var next = list.Select(EnumGrammar.Normal);
            if (values is null) values = [.. next];
            else values.IntersectWith(next);
        }
        return values;
    }

    private static SchemaPart Except(IReadOnlyList<SchemaPart> option, SchemaPart other, HashSet<string> own, HashSet<string> theirs) =>
        Added(option, other, $$"""{"enum":[{{string.Join(',', own.Except(theirs))}}]}""");

    private static SchemaPart Without(IReadOnlyList<SchemaPart> option, SchemaPart other, string name) =>
        Added(option, other, $"{{\"properties\":{{{JsonText.Quoted(name)}:false}}}}");

    private static SchemaPart Added(IReadOnlyList<SchemaPart> option, SchemaPart other, string schema)
    {
        var last = option[^1].Pointer;
        return new SchemaPart(JsonElement.Parse(schema), $"{last[..Math.Min(last.Length, 200)]} beside {other.Pointer} {option.Count}");
    }

    /// <summary>Whether a property of a name may be written: one that is not named is only where others are asked for.</summary>
    private static bool IsWritten(IReadOnlyList<SchemaPart> option, string name) =>
        option.Any(part => part.Has("additionalProperties") || part.Has("patternProperties") || Names(part, name))
        || !option.Any(part => part.Has("properties"));

    private static bool AreApart(List<SchemaPart> own, List<SchemaPart> theirs)
    {
        if (own.Count == 0 || theirs.Count == 0) return false;
        if (own.Concat(theirs).Any(part => part.Schema.ValueKind == JsonValueKind.False)) return true;
        if (own.Concat(theirs).Any(part => part.Schema.ValueKind != JsonValueKind.Object)) return false;
        if (SchemaTypes.Named(own) is { } types && SchemaTypes.Named(theirs) is { } others && !SchemaTypes.Meet(types, others)) return true;
        return Values(own) is { } values && Values(theirs) is { } listed && !values.Overlaps(listed);
    }

    private static List<string> Required(IReadOnlyList<SchemaPart> parts) =>
        [.. parts.SelectMany(part => part.Texts("required")).Distinct()];

    private static List<SchemaPart> Schemas(IReadOnlyList<SchemaPart> parts, string name) =>
    [
        .. parts.Where(part => Names(part, name))
            .Select(part => part.Child(part.Schema.GetProperty("properties").GetProperty(name), "properties")),
    ];

    private static bool IsClosed(SchemaPart part) =>
        part.TryGet("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False && !part.Has("patternProperties");

    private static bool Names(SchemaPart part, string name) =>
        part.TryGet("properties", out var members) && members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out _);
}
