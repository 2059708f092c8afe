using System.Text.RegularExpressions;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Knows what a CID looks like. Whether it is one, the plugin that speaks IPFS decides.</summary>
internal static partial class CidText
{
    private const string Scheme = "ipfs://";

    /// <summary>A locator from a CID, with or without its scheme; null when the text is neither.</summary>
    public static Locator? TryLocate(string text)
    {
        var cid = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
        return cid.Length <= 128 && Cid().IsMatch(cid) ? new Locator(Scheme + cid) : null;
    }

    // Version 0 in base58, version 1 in the multibases base32 (b), base36 (k), base58 (z) and base16 (f).
    [GeneratedRegex(@"\A(?:Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{46,}|k[a-z0-9]{46,}|z[1-9A-HJ-NP-Za-km-z]{46,}|f[0-9a-f]{60,})\z")]
    private static partial Regex Cid();
}
