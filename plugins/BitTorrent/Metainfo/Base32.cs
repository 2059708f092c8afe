namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>Base32 of RFC 4648 §6, in which older magnet links write their hash.</summary>
internal static class Base32
{
    /// <summary>Reads exactly as many characters as fill the bytes.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Length * 5 != bytes.Length * 8) return false;
        var (bits, held, at) = (0u, 0, 0);
        foreach (var c in text)
        {
            var value = char.ToUpperInvariant(c) switch
            {
                >= 'A' and <= 'Z' and var letter => letter - 'A',
                >= '2' and <= '7' and var digit => digit - '2' + 26,
                _ => -1,
            };
            if (value < 0) return false;
            bits = (bits << 5) | (uint)value;
            held += 5;
            if (held < 8) continue;
            held -= 8;
            bytes[at++] = (byte)(bits >> held);
        }
        return true;
    }
}
