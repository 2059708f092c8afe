namespace GoatHost.Abstractions;

/// <summary>One message of a chat.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>What an assistant's message had reasoned before it.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Tools that an assistant's message called.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a tool's message answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The tool whose answer a tool's message is, where the call has no id.</summary>
    public string? ToolName { get; init; }
}
