using System.Text.Json;

namespace GoatHost.Tests.Http.Routes;

/// <summary>Holds JSON against the schemas of <c>/openapi.json</c>, as far as those use JSON Schema; a field that no schema names is wrong here.</summary>
internal sealed class JsonShape(JsonElement document)
{
    /// <summary>What does not fit, each with its place.</summary>
    public IEnumerable<string> Errors(JsonElement value, JsonElement schema, string at = "$")
    {
        if (schema.ValueKind is JsonValueKind.True) return [];
        if (schema.TryGetProperty("$ref", out var reference)) return Errors(value, Find(reference.GetString()!), at);
        if (schema.TryGetProperty("anyOf", out var choices))
        {
            var each = choices.EnumerateArray().Select(choice => Errors(value, choice, at).ToList()).ToList();
            return each.Any(errors => errors.Count == 0) ? [] : each.MinBy(errors => errors.Count)!;
        }
        if (!Kinds(schema).Contains(Kind(value)) && !(Kind(value) == "integer" && Kinds(schema).Contains("number")))
            return Kinds(schema).Count == 0 ? [] : [$"{at} is {Kind(value)}, not {string.Join(" or ", Kinds(schema))}"];
        if (schema.TryGetProperty("enum", out var words) && words.EnumerateArray().All(word => !JsonElement.DeepEquals(word, value)))
            return [$"{at} is {value}, which is none of {words}"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => Fields(value, schema, at),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().SelectMany((item, index) => Errors(item, items, $"{at}[{index}]")),
            _ => [],
        };
    }

    /// <summary>The places of all fields that a schema names.</summary>
    public IEnumerable<string> Places(JsonElement schema, string at = "$")
    {
        if (schema.ValueKind is JsonValueKind.True) return [];
        if (schema.TryGetProperty("$ref", out var reference)) return Places(Find(reference.GetString()!), at);
        if (schema.TryGetProperty("items", out var items)) return Places(items, at + "[]");
        if (!schema.TryGetProperty("properties", out var properties)) return [];
        return properties.EnumerateObject().SelectMany(field => Places(field.Value, $"{at}.{field.Name}").Prepend($"{at}.{field.Name}"));
    }

    /// <summary>The schema of a place such as <c>$.messages[].role</c>, or null where none is told.</summary>
    public JsonElement? At(JsonElement schema, IEnumerable<object> place)
    {
        foreach (var step in place)
        {
            while (schema.TryGetProperty("$ref", out var reference)) schema = Find(reference.GetString()!);
            var (name, inner) = step is int ? ("items", (string?)null) : ("properties", (string)step);
            if (!schema.TryGetProperty(name, out schema) || (inner is not null && !schema.TryGetProperty(inner, out schema))) return null;
            if (schema.ValueKind is JsonValueKind.True) return null;
        }
        while (schema.TryGetProperty("$ref", out var last)) schema = Find(last.GetString()!);
        return schema;
    }

    public static IReadOnlyList<string> Kinds(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [.. type.EnumerateArray().Select(kind => kind.GetString()!)];

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private IEnumerable<string> Fields(JsonElement value, JsonElement schema, string at)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return schema.TryGetProperty("additionalProperties", out var any)
                ? value.EnumerateObject().SelectMany(field => Errors(field.Value, any, $"{at}.{field.Name}"))
                : [];
        }
        var absent = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name} is not there")
            : [];
        return absent.Concat(value.EnumerateObject().SelectMany(field => properties.TryGetProperty(field.Name, out var told)
            ? Errors(field.Value, told, $"{at}.{field.Name}")
            : [$"{at}.{field.Name} is told of nowhere"]));
    }

    private JsonElement Find(string reference) => reference.Split('/').Skip(1).Aggregate(
        document, static (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal)));
}
