namespace GoatHost.Plugins.LlamaCpp.Tools;

/// <summary>What a model puts around its reasoning.</summary>
internal sealed record ReasoningMarks(string Open, string Close)
{
    private static readonly ReasoningMarks[] Known =
    [
        new("<think>", "</think>"), new("[THINK]", "[/THINK]"), new("<seed:think>", "</seed:think>"),
        new("<|START_THINKING|>", "<|END_THINKING|>"), new("<|inner_prefix|>", "<|inner_suffix|>"),
    ];

    /// <summary>The marks that a chat template tells, or null.</summary>
    public static ReasoningMarks? For(string? template) =>
        Known.FirstOrDefault(marks => template?.Contains(marks.Open, StringComparison.Ordinal) ?? false);

    /// <summary>Whether a prompt has begun the reasoning already: the answer goes on inside it.</summary>
    public bool Opened(string prompt) => prompt.AsSpan().TrimEnd().EndsWith(Open, StringComparison.Ordinal);
}
