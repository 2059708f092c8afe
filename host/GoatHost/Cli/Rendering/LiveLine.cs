namespace GoatHost.Cli.Rendering;

/// <summary>One line of a terminal, rewritten in place, so that it never scrolls and nothing of it stays.</summary>
internal sealed class LiveLine(Terminal terminal, TextWriter writer)
{
    private int _shown;

    public void Show(string text)
    {
        // A line as wide as the terminal would wrap, and could not be taken back.
        var line = text.Length < terminal.Width() ? text : text[..Math.Max(0, terminal.Width() - 2)] + "…";
        writer.Write($"\r{line.PadRight(_shown)}");
        writer.Flush();
        _shown = line.Length;
    }

    public void Clear()
    {
        if (_shown > 0) writer.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }

    /// <summary>Writes a line that stays.</summary>
    public void Leave(string text)
    {
        Clear();
        writer.WriteLine(text);
    }
}
