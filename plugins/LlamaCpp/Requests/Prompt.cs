namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>A prompt as the model gets it.</summary>
/// <param name="Tokens">Its tokens; at least one, and fewer than the context holds.</param>
internal sealed record Prompt(int[] Tokens)
{
    /// <summary>Messages of the chat that were left out.</summary>
    public int DroppedMessages { get; init; }

    /// <summary>Whether it ends inside reasoning: the answer begins with more of it.</summary>
    public bool IsReasoningOpen { get; init; }
}
