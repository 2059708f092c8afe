using System.Globalization;
using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Grammars;

/// <summary>A schema inside a schema, with its place.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Pointer">Where it is, as a JSON pointer (RFC 6901) in a fragment.</param>
/// <param name="Within">The schema that holds for the same value and brought this one in, if any.</param>
internal sealed record SchemaPart(JsonElement Schema, string Pointer, SchemaPart? Within = null)
{
    /// <summary>The most that a repetition may ask for.</summary>
    public const int MostRepetitions = 1_000_000;
    private const int MostRequired = 10_000;

    public static SchemaPart AnyString { get; } = new(JsonElement.Parse("""{"type":"string"}"""), "string");

    public bool Has(string keyword) => Schema.TryGetProperty(keyword, out _);

    public bool TryGet(string keyword, out JsonElement value) => Schema.TryGetProperty(keyword, out value);

    /// <summary>A schema for another value: a property, an item.</summary>
    public SchemaPart Child(JsonElement schema, string place) => new(schema, $"{Pointer}/{place}");

    /// <summary>The schema under a keyword, for another value.</summary>
    public SchemaPart Child(string keyword) => Child(Schema.GetProperty(keyword), keyword);

    /// <summary>A name as a part of a JSON pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>A schema for the same value.</summary>
    public SchemaPart Same(JsonElement schema, string pointer) => new(schema, pointer, this);

    public IEnumerable<(string Name, JsonElement Value)> Members(string keyword)
    {
        if (!TryGet(keyword, out var members)) yield break;
        if (members.ValueKind != JsonValueKind.Object) throw Wrong(keyword, "an object");
        foreach (var member in members.EnumerateObject()) yield return (member.Name, member.Value);
    }

    public IReadOnlyList<JsonElement> Items(string keyword)
    {
        if (!TryGet(keyword, out var items)) return [];
        return items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : throw Wrong(keyword, "an array");
    }

    public IReadOnlyList<string> Texts(string keyword) =>
        [.. Items(keyword).Select(item => AsText(item) ?? throw Wrong(keyword, "an array of strings"))];

    public string? Text(string keyword) => TryGet(keyword, out var value) ? AsText(value) ?? throw Wrong(keyword, "a string") : null;

    /// <summary>A count that a repetition must reach, or may.</summary>
    public int? Count(string keyword, bool required)
    {
        if (!TryGet(keyword, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var count) || count < 0 || count != decimal.Truncate(count))
        {
            throw Wrong(keyword, "a whole number");
        }
        var most = required ? MostRequired : MostRepetitions;
        return count <= most ? (int)count : throw new RequestException(string.Create(CultureInfo.InvariantCulture,
            $"The JSON schema sets '{keyword}' to {count} at {Pointer}, and at most {most} can be kept to: lower it or take it out."));
    }

    public decimal? Number(string keyword)
    {
        if (!TryGet(keyword, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Wrong(keyword, "a number");
        return value.TryGetDecimal(out var number) && Math.Abs(number) < 1e24m ? number : throw new RequestException(
            $"The JSON schema sets '{keyword}' to a number at {Pointer} that is too large to keep to: take it out.");
    }

    /// <summary>That a keyword has a value of the wrong kind.</summary>
    public RequestException Wrong(string keyword, string expected) =>
        new($"The JSON schema has '{keyword}' at {Pointer} that is not {expected}: correct it.");

    /// <summary>That a keyword cannot be kept to.</summary>
    public RequestException Refused(string keyword) =>
        new($"The JSON schema asks for '{keyword}' at {Pointer}, and that cannot be kept to while an answer is written: take it out.");

    private static string? AsText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return null;
        // Half a surrogate pair, escaped, is JSON and no text.
        return JsonText.Of(value);
    }
}
