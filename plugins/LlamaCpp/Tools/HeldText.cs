namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>How much of a text has to wait because it may be the beginning of a mark.</summary>
internal static class HeldText
{
    /// <summary>The length of the longest end of a text that begins a mark and is not all of it.</summary>
    public static int Beginning(ReadOnlySpan<char> text, string mark)
    {
        for (var length = Math.Min(mark.Length - 1, text.Length); length > 0; length--)
        {
            if (text[^length..].SequenceEqual(mark.AsSpan(0, length))) return length;
        }
        return 0;
    }

    /// <summary>Where the white space begins that a text ends with, before some place.</summary>
    public static int BeforeSpace(ReadOnlySpan<char> text, int end) => text[..end].TrimEnd().Length;
}
