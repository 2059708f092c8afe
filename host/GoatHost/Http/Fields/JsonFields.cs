using System.Text.Json;

namespace GoatHost.Http.Fields;

/// <summary>The fields of a JSON object, each read as what it must be; null and absent are the same, as clients treat them.</summary>
/// <param name="Json">The object.</param>
/// <param name="Prefix">What stands before a field's name in an error: <c>messages[0].</c></param>
internal readonly record struct JsonFields(JsonElement Json, string Prefix = "")
{
    public JsonElement? Get(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public JsonElement? Object(string name) => Get(name, "an object", JsonValueKind.Object);

    public JsonElement? Array(string name) => Get(name, "an array", JsonValueKind.Array);

    public bool? Boolean(string name) => Get(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public string? Text(string name) => Get(name, "a string", JsonValueKind.String)?.GetString();

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Wrong(name, "a string that is not empty");

    public float? Number(string name, double least = -1e9, double most = 1e9)
    {
        if (Get(name, "a number", JsonValueKind.Number) is not { } value) return null;
        return value.TryGetDouble(out var number) && number >= least && number <= most
            ? (float)number
            : throw Wrong(name, FormattableString.Invariant($"between {least} and {most}"));
    }

    public long? Whole(string name)
    {
        if (Get(name, "an integer", JsonValueKind.Number) is not { } value) return null;
        return value.TryGetInt64(out var number) ? number : throw Wrong(name, "an integer");
    }

    public int? Integer(string name, int least = int.MinValue, int most = int.MaxValue)
    {
        if (Whole(name) is not { } number) return null;
        if (number >= least && number <= most) return (int)number;
        throw Wrong(name, most == int.MaxValue ? $"an integer of at least {least}" : $"an integer from {least} to {most}");
    }

    /// <summary>A list of texts, or null.</summary>
    public IReadOnlyList<string>? Texts(string name, int most)
    {
        if (Array(name) is not { } array) return null;
        if (array.GetArrayLength() > most) throw Wrong(name, $"at most {most} strings");
        return array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(item => item.GetString()!)]
            : throw Wrong(name, "an array of strings");
    }

    /// <summary>The items of a list of objects, each with its place for errors; none where there is no list.</summary>
    public IEnumerable<JsonFields> Items(string name)
    {
        if (Array(name) is not { } array) yield break;
        var at = 0;
        foreach (var item in array.EnumerateArray()) yield return Item(item, $"{Prefix}{name}[{at++}]");
    }

    /// <summary>An object inside this one.</summary>
    public JsonFields? Fields(string name) => Object(name) is { } json ? new JsonFields(json, $"{Prefix}{name}.") : null;

    public JsonFields RequiredFields(string name) => Fields(name) ?? throw Wrong(name, "an object");

    public ApiException Wrong(string name, string expected) => ApiException.WrongField(Prefix + name, expected);

    public static JsonFields Item(JsonElement item, string where) =>
        item.ValueKind == JsonValueKind.Object ? new JsonFields(item, where + ".") : throw ApiException.WrongField(where, "an object");

    private JsonElement? Get(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (Get(name) is not { } value) return null;
        return kinds.Contains(value.ValueKind) ? value : throw Wrong(name, expected);
    }
}
