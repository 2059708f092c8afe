using System.Globalization;
using System.Text;

namespace GoatHost.Engine.Verification;

/// <summary>Untrusted text made fit for a sentence: short, on one line, nothing that could steer a terminal or turn the reading direction.</summary>
internal static class ShownText
{
    private const int Longest = 80;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest) return shown.Append('…').ToString();
            if (IsSafe(rune)) shown.Append(rune);
            else shown.Append('?');
        }
        return shown.ToString();
    }

    /// <summary>Whether a character has a shape of its own: no control, format, bidi or separator character, no half of a pair.</summary>
    public static bool IsSafe(Rune rune) =>
        rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
