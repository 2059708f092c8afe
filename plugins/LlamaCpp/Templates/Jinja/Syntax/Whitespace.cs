namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja.Syntax;

/// <summary>White space as ECMAScript has it (ECMA-262, WhiteSpace and LineTerminator), which nearly is what Python strips.</summary>
internal static class Whitespace
{
    public static bool Is(char character) => character is '\ufeff' || (character != '\u0085' && char.IsWhiteSpace(character));

    public static string Trim(string text) => TrimEnd(TrimStart(text));

    public static string TrimStart(string text)
    {
        var start = 0;
        while (start < text.Length && Is(text[start])) start++;
        return text[start..];
    }

    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && Is(text[end - 1])) end--;
        return text[..end];
    }
}
