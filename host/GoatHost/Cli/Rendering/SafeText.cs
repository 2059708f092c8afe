using System.Globalization;
using System.Text;

namespace GoatHost.Cli.Rendering;

/// <summary>Untrusted text made harmless to a terminal: names, sentences, model output, proofs.</summary>
/// <remarks>Without ESC, CSI and the other controls no sequence can begin, so what is left of one is plain, visible text.</remarks>
internal static class SafeText
{
    /// <summary>One line: line ends and tabs become blanks.</summary>
    public static string Line(string text) => Clean(text, keepLines: false);

    /// <summary>Several lines: line feeds and tabs stay.</summary>
    public static string Block(string text) => Clean(text, keepLines: true);

    private static string Clean(string text, bool keepLines)
    {
        if (IsClean(text, keepLines)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t') clean.Append(keepLines ? (char)rune.Value : ' ');
            else if (rune.Value is '\u2028' or '\u2029') clean.Append(keepLines ? '\n' : ' ');
            else if (!IsControl(rune)) clean.Append(rune);
        }
        return clean.ToString();
    }

    private static bool IsClean(string text, bool keepLines)
    {
        foreach (var c in text)
        {
            if (c is >= ' ' and <= '~' || (keepLines && c is ('\n' or '\t'))) continue;
            return false;
        }
        return true;
    }

    /// <summary>C0, DEL, C1, and the marks that turn the direction of the text around them (Unicode UAX #9 §2).</summary>
    private static bool IsControl(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control ||
        rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
