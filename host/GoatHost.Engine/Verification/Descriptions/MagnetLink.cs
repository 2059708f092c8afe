using System.Net;
using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>A magnet link to a torrent, kept as it was written, with the two things of it that a description needs.</summary>
/// <param name="Text">The link.</param>
/// <param name="InfoHash">Its first info-hash, lower-case, as the link spells it.</param>
/// <param name="DisplayName">Its <c>dn</c>, decoded and untrusted.</param>
internal sealed partial record MagnetLink(string Text, string InfoHash, string? DisplayName)
{
    public const string Scheme = "magnet:?";
    private const int Longest = 8192;

    public Locator Locator => new(Text);

    /// <summary>Reads a whole text as one link; null when it is not, or names no torrent.</summary>
    public static MagnetLink? TryParse(string text)
    {
        if (text.Length > Longest || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || End(text, 0) != text.Length
            || !text.EnumerateRunes().All(ShownText.IsSafe)) return null;
        string? hash = null, name = null;
        foreach (var part in text[Scheme.Length..].Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var (key, value) = (part[..equals], WebUtility.UrlDecode(part[(equals + 1)..]));
            var isTopic = key is "xt" || key.StartsWith("xt.", StringComparison.Ordinal);
            if (isTopic && hash is null && Topic().Match(value) is { Success: true } match) hash = match.Groups["hash"].Value.ToLowerInvariant();
            if (key is "dn") name ??= value;
        }
        return hash is null ? null : new MagnetLink(text, hash, name);
    }

    /// <summary>Finds the links in a text, in order, each info-hash once.</summary>
    /// <param name="most">When to stop.</param>
    public static IReadOnlyList<MagnetLink> FindAll(string text, int most)
    {
        var found = new List<MagnetLink>();
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        // Each character is looked at once, however many links seem to begin inside one another.
        for (int start = IndexOf(text, 0), end; start >= 0 && found.Count < most; start = IndexOf(text, end))
        {
            end = End(text, start);
            var link = text[start..end];
            // Of a link that is too long, whole parameters are kept.
            if (link.Length == Longest && link.LastIndexOf('&') is > 0 and var cut) link = link[..cut];
            // Pages write & as an entity; no magnet link means &amp; itself.
            if (link.Contains("&amp;", StringComparison.OrdinalIgnoreCase) || link.Contains("&#", StringComparison.Ordinal))
                link = WebUtility.HtmlDecode(link);
            if (TryParse(link.TrimEnd('.', ',', ';', ':', '!', ')', ']', '}'))
                is { } magnet && hashes.Add(magnet.InfoHash)) found.Add(magnet);
        }
        return found;
    }

    private static int IndexOf(string text, int from) => text.IndexOf(Scheme, from, StringComparison.OrdinalIgnoreCase);

    private static int End(string text, int start)
    {
        var limit = Math.Min(text.Length, start + Longest);
        for (var i = start; i < limit; i++)
        {
            if (char.IsWhiteSpace(text[i]) || char.IsControl(text[i]) || text[i] is '"' or '\'' or '<' or '>' or '`' or '\\' or '\uFFFD')
                return i;
        }
        return limit;
    }

    // BEP 9: 40 hex or 32 base32 digits; BEP 52: a multihash of SHA-256.
    [GeneratedRegex(@"\Aurn:bt(?:ih:(?<hash>[0-9a-f]{40}|[a-z2-7]{32})|mh:(?<hash>1220[0-9a-f]{64}))\z", RegexOptions.IgnoreCase)]
    private static partial Regex Topic();
}
