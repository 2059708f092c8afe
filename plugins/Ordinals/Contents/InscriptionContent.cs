using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;

namespace GoatHost.Plugins.Ordinals.Contents;

/// <summary>An inscription's own body as content.</summary>
internal static class InscriptionContent
{
    /// <summary>Reads a body, and decodes it where it can be. One that cannot stays as it is stored, with a line that says why.</summary>
    public static Content Read(Inscription inscription, int limit = ContentCoding.MaximumSize)
    {
        var stored = inscription.Body ?? throw new ArgumentException("It has no body.", nameof(inscription));
        var content = new Content(inscription.ContentType, stored, []) { Metaprotocol = inscription.Metaprotocol };
        if (inscription.ContentEncoding is not { } encoding) return content;
        return ContentCoding.Decode(encoding, stored, out var flaw, limit) is { } decoded
            ? content with
            {
                Bytes = decoded,
                Stored = stored,
                Proofs = [new("encoding", true, $"{stored.Length} bytes as stored, {decoded.Length} when decoded from {ShownText.Of(encoding, "?")}")],
            }
            : content with { Proofs = [new("encoding", false, $"shown as stored: {flaw}")] };
    }
}
