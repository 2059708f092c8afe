using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Turns untrusted content into a model description: a manifest, a page with magnet links, or a model itself.</summary>
public sealed class DescriptionReader : IDescriptionReader
{
    private const string Protocol = "goat";
    private const int MostJsonBytes = 1 << 20;

    // A repeated key means one thing to one reader and another to the next, so it is refused rather than resolved.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    // How much of the marker its first so many characters end with: where a search goes on after a mismatch.
    private static ReadOnlySpan<byte> Marker => "\"p\":\"goat\""u8;

    private static ReadOnlySpan<byte> MarkerFallback => [0, 0, 1, 0, 1, 0, 0, 0, 0, 1];

    /// <inheritdoc/>
    public ModelDescription? Read(Reference origin, Content content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return ReadContent(origin, content) is { } description ? description with { Unproven = content.Unproven } : null;
    }

    private static ModelDescription? ReadContent(Reference origin, Content content)
    {
        var body = content.Bytes.Span;
        if (GgufReader.HasMagic(body)) return WholeModel.Read(origin, content);
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        if (content.Metaprotocol != Protocol && !IsText(content.MediaType, body)) return null;
        return body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]
            ? ReadJson(origin, content, body)
            : LinkedModel.Read(origin, body, content.Proofs);
    }

    private static ModelDescription? ReadJson(Reference origin, Content content, ReadOnlySpan<byte> body)
    {
        var marked = content.Metaprotocol == Protocol;
        if (body.Length > MostJsonBytes)
        {
            return marked || SeemsManifest(body)
                ? throw Refuse(origin, $"it has {body.Length} bytes, more than the {MostJsonBytes} that are allowed")
                : LinkedModel.Read(origin, body, content.Proofs);
        }
        try
        {
            using var document = JsonDocument.Parse(body.ToArray(), Strict);
            var root = document.RootElement;
            if (!marked && !IsManifest(root)) return LinkedModel.Read(origin, root, content.Proofs);
            if (root.ValueKind != JsonValueKind.Object) throw Refuse(origin, "it is not an object");
            return new ManifestReader(origin).Read(root, content.Proofs);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // What cannot be read as JSON may still be a page; but a broken manifest never passes as a mere link, without its digests.
            return marked || SeemsManifest(body) ? throw Refuse(origin, Where(e), e) : LinkedModel.Read(origin, body, content.Proofs);
        }
    }

    private static string Where(Exception problem) => problem is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"it is not sound JSON at line {line + 1}, byte {position} (cut off, malformed, too deep or with a repeated key)"
        : "it is not sound JSON (malformed, not Unicode, or with a repeated key)";

    private static RefusedException Refuse(Reference origin, string problem, Exception? inner = null) =>
        new($"The manifest of {ShownText.Of(origin.Text)} was refused: {problem}.", inner);

    private static bool IsManifest(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("p", out var p) && p.ValueKind == JsonValueKind.String && p.ValueEquals(Protocol);

    /// <summary>Whether a text says <c>"p":"goat"</c> anywhere, readable as JSON or not.</summary>
    private static bool SeemsManifest(ReadOnlySpan<byte> body)
    {
        var matched = 0;
        while (!body.IsEmpty)
        {
            var (c, length) = NextCharacter(body);
            body = body[length..];
            if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            while (matched > 0 && c != Marker[matched]) matched = MarkerFallback[matched - 1];
            if (c == Marker[matched]) matched++;
            if (matched == Marker.Length) return true;
        }
        return false;
    }

    /// <summary>One byte, or the one that an escape of six stands for: a key may be written <c>\u0070</c>.</summary>
    private static (byte Character, int Length) NextCharacter(ReadOnlySpan<byte> body) =>
        body.StartsWith("\\u00"u8) && body.Length >= 6 && Utf8Parser.TryParse(body[4..6], out byte escaped, out _, 'x') ? (escaped, 6) : (body[0], 1);

    private static bool IsText(string? mediaType, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(mediaType)) return LooksLikeText(body[..Math.Min(body.Length, 1024)]);
        var parameters = mediaType.IndexOf(';', StringComparison.Ordinal);
        var type = mediaType.AsSpan(0, parameters < 0 ? mediaType.Length : parameters).Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) || type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0)) return false;
        // The cut may fall inside a character, which is no fault of the text.
        return Encoding.UTF8.GetString(bytes).AsSpan().TrimEnd('\uFFFD').IndexOf('\uFFFD') < 0;
    }
}
