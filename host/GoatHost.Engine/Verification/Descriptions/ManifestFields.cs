using System.Text.Json;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Takes the fields of one JSON object, each of the type and size that it must have.</summary>
/// <param name="value">The object.</param>
/// <param name="place">What it is, for the sentence: <c>the manifest</c>, <c>files[2]</c>.</param>
internal readonly struct ManifestFields(JsonElement value, string place, Reference origin)
{
    public const long LargestFile = 16L << 40;

    /// <summary>The field's value; null when it is absent or JSON's null.</summary>
    public JsonElement? Get(string key) => value.TryGetProperty(key, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    public string? Text(string key, int most)
    {
        if (Get(key) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.String) throw Refuse($"\"{key}\" is not a text");
        var text = Decode(found, key);
        if (text.Length > most) throw Refuse($"\"{key}\" is longer than {most} characters");
        return text;
    }

    /// <summary>A text that people will see.</summary>
    public string? Line(string key, int most)
    {
        var text = Text(key, most);
        if (text is not null && text.EnumerateRunes().Any(rune => !ShownText.IsSafe(rune) && rune.Value != 0x200D))
            throw Refuse($"\"{key}\" holds control or direction characters");
        return text;
    }

    public string Required(string key, int most) => Text(key, most) ?? throw Refuse($"\"{key}\" is missing");

    public long? Whole(string key)
    {
        if (Get(key) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt64(out var number)) throw Refuse($"\"{key}\" is not a whole number");
        return number;
    }

    public JsonElement.ArrayEnumerator? Array(string key, int most)
    {
        if (Get(key) is not { } found) return null;
        if (found.ValueKind != JsonValueKind.Array) throw Refuse($"\"{key}\" is not a list");
        var count = found.GetArrayLength();
        if (count > most) throw Refuse($"\"{key}\" has {count} entries, more than the {most} that are allowed");
        return found.EnumerateArray();
    }

    public string Decode(JsonElement text, string key)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedException(Sentence($"\"{key}\" is not sound Unicode"), e);
        }
    }

    public RefusedException Refuse(string problem) => new(Sentence(problem));

    private string Sentence(string problem) => $"The manifest of {ShownText.Of(origin.Text)} was refused: in {place}, {problem}.";
}
