using System.Globalization;
using System.Text;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Knows where two spellings are one name: file systems of macOS fold case more widely than .NET and compose characters.</summary>
internal static class PathTwins
{
    // Full case folding (CaseFolding.txt) of what paths may hold and StringComparison.OrdinalIgnoreCase tells apart.
    private static readonly Dictionary<char, string> Folds = new()
    {
        ['ß'] = "ss", ['ẞ'] = "ss", ['ſ'] = "s", ['ẛ'] = "ṡ", ['ŉ'] = "ʼn", ['ς'] = "σ", ['և'] = "եւ",
        ['\u212A'] = "k", ['\u212B'] = "å", ['\u2126'] = "ω", ['µ'] = "μ", ['İ'] = "i", ['ı'] = "i",
        ['ﬀ'] = "ff", ['ﬁ'] = "fi", ['ﬂ'] = "fl", ['ﬃ'] = "ffi", ['ﬄ'] = "ffl", ['ﬅ'] = "st", ['ﬆ'] = "st",
    };

    // Characters that Unicode decomposes to one other (NFC_Quick_Check=No), and the second parts of Hangul syllables.
    private static readonly (int First, int Last)[] Composing =
    [
        (0x0374, 0x0374), (0x037E, 0x037E), (0x0387, 0x0387), (0x0958, 0x095F), (0x09DC, 0x09DF), (0x0A33, 0x0A36), (0x0A59, 0x0A5E),
        (0x0B5C, 0x0B5D), (0x0F43, 0x0F81), (0x1160, 0x11FF), (0x1F00, 0x1FFF), (0x2329, 0x232A), (0xD7B0, 0xD7FF), (0xF900, 0xFAFF),
        (0xFB1D, 0xFB4F), (0x1D15E, 0x1D1C0), (0x2F800, 0x2FA1F),
    ];

    /// <summary>A path as a comparison that ignores case is to see it.</summary>
    public static string Fold(string path)
    {
        if (Ascii.IsValid(path)) return path;
        var folded = new StringBuilder(path.Length);
        foreach (var c in path) folded.Append(Folds.TryGetValue(c, out var fold) ? fold : c.ToString());
        return folded.ToString();
    }

    /// <summary>Whether a path holds marks or other characters that can be written in another way and mean the same.</summary>
    public static bool IsComposed(string path) => !Ascii.IsValid(path) && path.EnumerateRunes().Any(IsComposed);

    private static bool IsComposed(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || Array.Exists(Composing, range => rune.Value >= range.First && rune.Value <= range.Last);
}
