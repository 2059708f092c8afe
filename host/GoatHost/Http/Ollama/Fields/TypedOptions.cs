using System.Text.Json;

namespace GoatHost.Http.Ollama.Fields;

/// <summary>The members of <c>options</c>, each read as what it must be and else refused in Ollama's words.</summary>
internal sealed class TypedOptions
{
    private readonly JsonElement _json;
    private readonly HashSet<string> _read = [];

    public TypedOptions(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw ApiException.WrongField("options", "an object");
        _json = json;
    }

    public int? Integer(string name)
    {
        if (Whole(name) is not { } number) return null;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Wrong(name, "integer");
    }

    public long? Whole(string name)
    {
        if (Get(name, "integer", JsonValueKind.Number) is not { } value) return null;
        if (value.TryGetInt64(out var number)) return number;
        // Some languages know but one kind of number, and write 4096.0.
        var real = value.GetDouble();
        return double.IsInteger(real) && Math.Abs(real) < 1L << 53 ? (long)real : throw Wrong(name, "integer");
    }

    public float? Number(string name)
    {
        if (Get(name, "float32", JsonValueKind.Number) is not { } value) return null;
        var number = (float)value.GetDouble();
        return float.IsFinite(number) ? number : throw Wrong(name, "float32");
    }

    public bool? Boolean(string name) => Get(name, "boolean", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    /// <summary>A list of texts, or one.</summary>
    public IReadOnlyList<string>? Texts(string name, int most)
    {
        if (Get(name, "array", JsonValueKind.Array, JsonValueKind.String) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString() is { Length: > 0 } one ? [one] : null;
        if (value.GetArrayLength() > most) throw new ApiException(400, $"option \"{name}\" may have at most {most} strings");
        if (value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)) throw Wrong(name, "an array of strings");
        return [.. value.EnumerateArray().Select(item => item.GetString()!).Where(text => text.Length > 0)];
    }

    /// <summary>The names that nobody has asked for.</summary>
    public IEnumerable<string> Unread() => _json.EnumerateObject().Select(member => member.Name).Where(name => !_read.Contains(name));

    private JsonElement? Get(string name, string type, params ReadOnlySpan<JsonValueKind> kinds)
    {
        _read.Add(name);
        if (!_json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return kinds.Contains(value.ValueKind) ? value : throw Wrong(name, type);
    }

    private static ApiException Wrong(string name, string type) => new(400, $"option \"{name}\" must be of type {type}") { Param = name };
}
