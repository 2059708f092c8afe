namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Values;

/// <summary>A text by its Unicode characters, where .NET counts UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>Whether a character may take two units.</summary>
    public static bool HasPairs(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0;

    public static int Count(string text)
    {
        if (!HasPairs(text)) return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; i += Length(text, i)) count++;
        return count;
    }

    /// <summary>The character at an index, from the end where it is negative; null outside.</summary>
    public static string? At(string text, long index)
    {
        if (index < 0) index += Count(text);
        for (var i = 0; index >= 0 && i < text.Length; i += Length(text, i))
        {
            if (index-- == 0) return text.Substring(i, Length(text, i));
        }
        return null;
    }

    public static List<string> Split(string text)
    {
        var characters = new List<string>(text.Length);
        for (var i = 0; i < text.Length; i += Length(text, i)) characters.Add(text.Substring(i, Length(text, i)));
        return characters;
    }

    private static int Length(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
