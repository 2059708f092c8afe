using System.Text.Json;
using System.Text.Json.Serialization;

namespace GoatHost.Abstractions;

/// <summary>What a person typed, or a description named, to stand for a model or a content. Kept byte for byte.</summary>
/// <remarks>Not a <see cref="Uri"/>: that lower-cases <c>ipfs://Qm…</c> and reads <c>model:q8_0</c> as a scheme.</remarks>
/// <param name="Text">The text as it was given.</param>
[JsonConverter(typeof(ReferenceJson))]
public readonly record struct Reference(string Text)
{
    /// <summary>The lower-case scheme (<c>ord</c> of <c>ord:…</c>), or null. A single letter is a drive, not a scheme.</summary>
    public string? Scheme => SchemeText.Of(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>Where bytes can be had: a magnet link, a URL, a CID, a path. Kept byte for byte, since peers and hashes care.</summary>
/// <param name="Text">The text as it was given.</param>
[JsonConverter(typeof(LocatorJson))]
public readonly record struct Locator(string Text)
{
    /// <summary>The lower-case scheme (<c>magnet</c>, <c>https</c>, <c>ipfs</c>), or null.</summary>
    public string? Scheme => SchemeText.Of(Text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

internal static class SchemeText
{
    /// <summary>RFC 3986 §3.1, but at least two letters long, so that <c>C:\m.gguf</c> has none.</summary>
    public static string? Of(string? text)
    {
        var colon = text is null ? -1 : text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || !char.IsAsciiLetter(text![0])) return null;
        foreach (var c in text.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return null;
        }
        return text[..colon].ToLowerInvariant();
    }
}

internal sealed class ReferenceJson : JsonConverter<Reference>
{
    public override Reference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Reference value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

internal sealed class LocatorJson : JsonConverter<Locator>
{
    public override Locator Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Locator value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
