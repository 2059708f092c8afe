using System.Text.Json;

namespace GoatHost.Http;

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

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw ApiException.WrongField(Prefix + name, "a string that is not empty");

    public float? Number(string name, double least, double most)
    {
        if (Get(name, "a number", JsonValueKind.Number) is not { } value) return null;
        var number = value.GetDouble();
        return number >= least && number <= most ? (float)number : throw ApiException.WrongField(Prefix + name, FormattableString.Invariant($"between {least} and {most}"));
    }

    public long? Whole(string name)
    {
        if (Get(name, "an integer", JsonValueKind.Number) is not { } value) return null;
        return value.TryGetInt64(out var number) ? number : throw ApiException.WrongField(Prefix + name, "an integer");
    }

    public int? Integer(string name, int least = int.MinValue, int most = int.MaxValue)
    {
        if (Whole(name) is not { } number) return null;
        if (number >= least && number <= most) return (int)number;
        throw ApiException.WrongField(Prefix + name, most == int.MaxValue ? $"an integer of at least {least}" : $"an integer from {least} to {most}");
    }

    private JsonElement? Get(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (Get(name) is not { } value) return null;
        return kinds.Contains(value.ValueKind) ? value : throw ApiException.WrongField(Prefix + name, expected);
    }
}
