namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>
/// The keywords of JSON Schema, by what becomes of them. Those that are in none of these say nothing about a value (core §6.5).
/// </summary>
internal static class SchemaKeywords
{
    /// <summary>Assertions that no grammar of a sensible size keeps.</summary>
    public static IReadOnlyList<string> Refused { get; } =
    [
        "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "contains", "minContains", "maxContains",
        "unevaluatedItems", "unevaluatedProperties", "$dynamicRef", "$recursiveRef", "extends", "disallow", "divisibleBy",
    ];

    public static IReadOnlyList<string> OfObjects { get; } =
        ["properties", "required", "additionalProperties", "propertyNames", "patternProperties", "minProperties", "maxProperties"];

    public static IReadOnlyList<string> OfArrays { get; } = ["items", "prefixItems", "additionalItems", "minItems", "maxItems"];

    public static IReadOnlyList<string> OfStrings { get; } = ["pattern", "format", "minLength", "maxLength"];

    public static IReadOnlyList<string> OfNumbers { get; } = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    /// <summary>All that say something about the value itself, and are kept.</summary>
    public static IReadOnlyList<string> Kept { get; } = [.. OfObjects, .. OfArrays, .. OfStrings, .. OfNumbers, "type", "enum", "const"];
}
