using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>Reads magnet links as people and programs write them: any case, any encoding, any order.</summary>
internal static class MagnetReader
{
    private const string Scheme = "magnet:?";
    private const int MaxText = 64 << 10;
    private const int MaxOfOneKind = 100;

    /// <summary>Whether a text is a magnet link to a torrent, of either version.</summary>
    public static bool IsTorrentMagnet(string text) =>
        text.Length <= MaxText && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Parameters(text).Any(IsTorrent);

    public static Magnet Read(string text)
    {
        if (text.Length > MaxText) throw new RefusedException($"The magnet link is refused: it is longer than {MaxText} characters.");
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException("The link is refused: it does not begin with magnet:?.");
        }
        InfoHash? hash = null;
        var isVersion2 = false;
        string? name = null;
        List<string> trackers = [], peers = [], webSeeds = [];
        foreach (var (key, value) in Parameters(text))
        {
            switch (key)
            {
                case "xt" when value.StartsWith("urn:btih:", StringComparison.OrdinalIgnoreCase):
                    var read = ReadHash(value.AsSpan(9))
                        ?? throw new RefusedException(
                            $"The magnet link is refused: \"{Shown(value)}\" is not an info-hash of 40 hexadecimal or 32 base32 letters.");
                    if (hash is { } first && first != read)
                    {
                        throw new RefusedException($"The magnet link is refused: it names two torrents, {first} and {read}.");
                    }
                    hash = read;
                    break;
                case "xt" when value.StartsWith("urn:btmh:", StringComparison.OrdinalIgnoreCase): isVersion2 = true; break;
                case "dn": name ??= value.Replace('+', ' '); break;
                case "tr": Add(trackers, value); break;
                case "x.pe": Add(peers, value); break;
                case "ws": Add(webSeeds, value); break;
                default: break;
            }
        }
        if (hash is { } found) return new Magnet(text, found, name, trackers, peers, webSeeds);
        throw new RefusedException(isVersion2
            ? "The magnet link is refused: it names its torrent by version 2 only (urn:btmh), which comes later; use one with urn:btih."
            : "The magnet link is refused: it has no xt=urn:btih: with an info-hash.");
    }

    private static bool IsTorrent((string Key, string Value) parameter) =>
        parameter.Key == "xt"
        && (parameter.Value.StartsWith("urn:btih:", StringComparison.OrdinalIgnoreCase)
            || parameter.Value.StartsWith("urn:btmh:", StringComparison.OrdinalIgnoreCase));

    private static InfoHash? ReadHash(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[InfoHash.Size];
        if (text.Length == 40 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
        {
            return InfoHash.Read(bytes);
        }
        return text.Length == 32 && Base32.TryRead(text, bytes) ? InfoHash.Read(bytes) : null;
    }

    // "xt.1" and "tr.2" number what may come several times; "x.pe" is a name of its own.
    private static IEnumerable<(string Key, string Value)> Parameters(string text)
    {
        foreach (var part in text[Scheme.Length..].Split('&', 1000))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var key = Decode(part[..equals]).ToLowerInvariant();
            var dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && key[(dot + 1)..].All(char.IsAsciiDigit)) key = key[..dot];
            yield return (key, Decode(part[(equals + 1)..]).Trim());
        }
    }

    private static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var escaped = bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1])
                && char.IsAsciiHexDigit((char)bytes[i + 2]);
            bytes[length++] = escaped ? Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0] : bytes[i];
            if (escaped) i += 2;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static void Add(List<string> list, string value)
    {
        if (value.Length is > 0 and < 2048 && list.Count < MaxOfOneKind && !list.Contains(value)) list.Add(value);
    }

    private static string Shown(string value) => string.Concat(value.Take(60).Where(c => !char.IsControl(c)));
}
