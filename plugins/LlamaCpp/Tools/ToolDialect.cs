namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>How a family of models writes calls of tools.</summary>
/// <param name="Name">The family, for people.</param>
/// <param name="Open">What begins the calls of an answer; none where each call is marked by itself.</param>
/// <param name="Call">One call.</param>
/// <param name="Tail">What ends one call. It may be missing in what is read: the call is whole without.</param>
/// <param name="Close">What ends the calls.</param>
internal sealed partial record ToolDialect(
    string Name, IReadOnlyList<string> Open, IReadOnlyList<CallStep> Call, IReadOnlyList<string> Tail, IReadOnlyList<string> Close)
{
    /// <summary>What stands between two calls, where something does.</summary>
    public string? Separator { get; init; }

    /// <summary>Whether a call is bare JSON, which only the beginning of an answer tells from JSON that is meant as text.</summary>
    public bool OnlyAtStart { get; init; }

    /// <summary>Whether an answer is a series of messages on channels, as gpt-oss writes it (the Harmony format).</summary>
    public bool Channels { get; init; }

    /// <summary>Whether the chat template knows nothing of tools, so that a system message has to describe them.</summary>
    public bool MustDescribe { get; init; }

    /// <summary>Whether an answer can have several calls.</summary>
    public bool Parallel { get; init; } = true;

    /// <summary>What the first call of an answer begins with, where it is marked.</summary>
    public string? FirstMark => Open.Count > 0 ? Open[0] : Call is [CallStep.Mark mark, ..] ? mark.Text : null;

    /// <summary>Marks that may be single tokens of the vocabulary: their text is part of the answer to be read.</summary>
    public IReadOnlyList<string> Marks => Channels
        ? Harmony.Marks
        : [.. Open.Concat(Tail).Concat(Close).Concat(Call.SelectMany(TextsOf)).Where(text => text.Trim().Length > 1).Distinct()];

    private static IEnumerable<string> TextsOf(CallStep step) => step switch
    {
        CallStep.Mark mark => [mark.Text],
        CallStep.Name name => [name.Before, name.Until],
        CallStep.Parameters parameters => [parameters.Open, .. parameters.Between, parameters.Close],
        _ => [],
    };
}
