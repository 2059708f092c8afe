namespace GoatHost.Plugins.LlamaCpp.Templates.Jinja;

/// <summary>The one failure of the engine: a template that cannot be read, or cannot be rendered with these variables.</summary>
internal sealed class JinjaException : Exception
{
    private const int MaxLength = 1000;

    /// <summary>A failure at a place of the template that is told later, by whoever holds the source.</summary>
    /// <param name="reason">What went wrong, without a full stop.</param>
    /// <param name="raised">Whether the template itself called <c>raise_exception</c>.</param>
    public JinjaException(string reason, bool raised = false) : base(Shortened(reason)) => (Reason, Raised) = (Shortened(reason), raised);

    private JinjaException(JinjaException cause, int line, int column)
        : base($"{cause.Reason} (line {line}, column {column})", cause) =>
        (Reason, Raised, Line, Column) = (cause.Reason, cause.Raised, line, column);

    public string Reason { get; }

    /// <summary>Whether these are the template's own words: it takes no such conversation.</summary>
    public bool Raised { get; }

    /// <summary>From 1; 0 while it is not known.</summary>
    public int Line { get; }

    /// <summary>From 1; 0 while it is not known.</summary>
    public int Column { get; }

    /// <summary>The same failure, with its place.</summary>
    public JinjaException At(string source, int position)
    {
        var before = source.AsSpan(0, Math.Clamp(position, 0, source.Length));
        return new JinjaException(this, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    // A template may put anything into it.
    private static string Shortened(string reason) => reason.Length <= MaxLength ? reason : reason[..MaxLength] + "…";
}
