namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>Reads marks and texts up to marks from a text that may not be whole yet.</summary>
internal static class TextRead
{
    public static int SkipSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    /// <summary>A mark, after white space if there is any.</summary>
    public static ReadState Mark(string mark, string text, ref int at)
    {
        var rest = text.AsSpan(SkipSpace(text, at));
        if (rest.StartsWith(mark, StringComparison.Ordinal))
        {
            at = text.Length - rest.Length + mark.Length;
            return ReadState.Done;
        }
        return mark.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? ReadState.More : ReadState.Failed;
    }

    /// <summary>A tool's name, up to what can be in none.</summary>
    public static ReadState Word(string text, int most, ref int at, out string word)
    {
        var begin = SkipSpace(text, at);
        var end = begin;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.')) end++;
        word = text[begin..end];
        if (end - begin > most) return ReadState.Failed;
        if (end == text.Length) return ReadState.More;
        at = end;
        return ReadState.Done;
    }

    /// <summary>Whatever stands before a mark, and the mark.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">Most characters before it.</param>
    /// <param name="at">Where reading stands.</param>
    /// <param name="searched">How many characters from there hold no mark.</param>
    /// <param name="before">What stood before it.</param>
    public static ReadState Until(string mark, string text, int most, ref int at, ref int searched, out string before)
    {
        before = "";
        var found = text.IndexOf(mark, Math.Min(at + searched, text.Length), StringComparison.Ordinal);
        if (found < 0)
        {
            searched = Math.Max(searched, text.Length - at - mark.Length + 1);
            return text.Length - at > most ? ReadState.Failed : ReadState.More;
        }
        if (found - at > most) return ReadState.Failed;
        before = text[at..found];
        at = found + mark.Length;
        return ReadState.Done;
    }
}
