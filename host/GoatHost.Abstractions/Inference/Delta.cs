namespace GoatHost.Abstractions;

/// <summary>A piece of an answer.</summary>
public sealed record Delta
{
    /// <summary>Text to append; whole characters only; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Text of the model's reasoning to append, kept apart from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Pieces of calls, in order: one call after the other, each from its beginning to its end.</summary>
    public IReadOnlyList<ToolCallDelta> ToolCalls { get; init; } = [];

    /// <summary>The tokens behind the text, when <see cref="GenerationRequest.LogProbabilities"/> asked for them.</summary>
    public IReadOnlyList<TokenInfo> Tokens { get; init; } = [];

    /// <summary>Set on the last delta, and only there.</summary>
    public GenerationEnd? End { get; init; }
}

/// <summary>A token that was drawn.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Text">Its text; empty for a part of a character.</param>
/// <param name="LogProbability">Natural logarithm of its probability before sampling.</param>
/// <param name="Alternatives">The likeliest others, best first.</param>
public sealed record TokenInfo(int Id, string Text, float LogProbability, IReadOnlyList<TokenInfo> Alternatives);

/// <summary>Why an answer ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended it, or a stop string did.</summary>
    Stop,

    /// <summary>The token limit or the context was reached.</summary>
    Length,

    /// <summary>It ended in tool calls.</summary>
    ToolCalls,
}

/// <summary>How an answer ended, with counts and timings.</summary>
/// <param name="Reason">Why.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="GeneratedTokens">Tokens that were drawn.</param>
/// <param name="PromptTime">From the start to the first token.</param>
/// <param name="GenerationTime">From the first token to the last.</param>
public sealed record GenerationEnd(FinishReason Reason, int PromptTokens, int GeneratedTokens, TimeSpan PromptTime, TimeSpan GenerationTime)
{
    /// <summary>Tokens of the prompt that were still in the context, and not computed again.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Tokens of <see cref="GeneratedTokens"/> that went into reasoning.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Time in the queue, a part of <see cref="PromptTime"/>.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>The stop string that ended it, if one did.</summary>
    public string? StopString { get; init; }

    /// <summary>Messages left out because the chat was too long, when <see cref="GenerationRequest.DropOldestMessages"/> allowed it.</summary>
    public int DroppedMessages { get; init; }

    /// <summary>Times the context forgot its older half, when <see cref="GenerationRequest.ShiftContext"/> allowed it.</summary>
    public int ContextShifts { get; init; }
}
