namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>
/// A step in how a family of models writes a call; read and enforced by the same list. A closed union of the nested kinds.
/// </summary>
internal abstract record CallStep
{
    private CallStep() { }

    /// <summary>White space, if any. In reading it may stand before any step.</summary>
    public sealed record Space : CallStep;

    /// <summary>A text that stands there.</summary>
    public sealed record Mark(string Text) : CallStep;

    /// <summary>
    /// The tool's name after some text and up to another, or as long as it goes; numbered, with the place of the call after a colon, which
    /// is the call's id.
    /// </summary>
    public sealed record Name(string Before, string Until, bool Numbered = false) : CallStep;

    /// <summary>An id up to some text.</summary>
    public sealed record Identifier(string Until) : CallStep;

    /// <summary>The arguments as a JSON object.</summary>
    public sealed record Arguments : CallStep;

    /// <summary>A JSON object with the tool's name, its arguments and maybe an id, under these keys.</summary>
    public sealed record Object(string NameKey, string ArgumentsKey, string? IdKey = null, bool IdFirst = false) : CallStep;

    /// <summary>The arguments one by one: a text as it is, anything else as JSON.</summary>
    public sealed record Parameters(string Open, IReadOnlyList<string> Between, string Close) : CallStep;
}
