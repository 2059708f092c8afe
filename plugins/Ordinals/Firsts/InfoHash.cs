using System.Buffers;

namespace GoatHost.Plugins.Ordinals.Firsts;

/// <summary>A torrent's info-hash in one form: lower-case hex, of 40 digits (BEP 3), or of 68 with the multihash of BEP 52 before it.</summary>
internal static class InfoHash
{
    private const int HexLength = 40, Base32Length = 32, MultihashLength = 68;
    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567", Sha256Prefix = "1220";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads what people and links write: hex, base32, a multihash, or a magnet link with one of them.</summary>
    public static string? TryParse(string text)
    {
        foreach (var topic in (ReadOnlySpan<string>)["urn:btih:", "urn:btmh:"])
        {
            var at = text.IndexOf(topic, StringComparison.OrdinalIgnoreCase);
            if (at >= 0) return TryRead(text.AsSpan(at + topic.Length));
        }
        return TryRead(text) is { } hash && text.Length is HexLength or Base32Length or MultihashLength ? hash : null;
    }

    /// <summary>Reads the info-hash that a text begins with.</summary>
    public static string? TryRead(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', 'z');
        var word = end < 0 ? text : text[..end];
        var digits = word.IndexOfAnyExcept(Hex) is >= 0 and var other ? word[..other] : word;
        if (digits.Length >= MultihashLength && digits.StartsWith(Sha256Prefix)) return Lower(digits[..MultihashLength]);
        if (digits.Length >= HexLength) return Lower(digits[..HexLength]);
        return word.Length >= Base32Length ? FromBase32(word[..Base32Length]) : null;
    }

    private static string? FromBase32(ReadOnlySpan<char> text)
    {
        var bytes = new byte[HexLength / 2];
        var (bits, pending, at) = (0, 0u, 0);
        foreach (var c in text)
        {
            var digit = Base32.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (digit < 0) return null;
            pending = (pending << 5) | (uint)digit;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes[at++] = (byte)(pending >> bits);
        }
        return Convert.ToHexStringLower(bytes);
    }

    private static string Lower(ReadOnlySpan<char> digits) => digits.ToString().ToLowerInvariant();
}
