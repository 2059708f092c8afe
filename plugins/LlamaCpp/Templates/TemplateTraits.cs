namespace GoatHost.Plugins.LlamaCpp.Templates;

/// <summary>What a chat template can do, found by rendering small chats with it.</summary>
internal sealed record TemplateTraits
{
    /// <summary>Shows a system's message. Without, it goes in front of the user's first.</summary>
    public bool HasSystemRole { get; init; }

    /// <summary>Takes a message only as a list of parts, not as a text.</summary>
    public bool NeedsParts { get; init; }

    /// <summary>Shows the tools that may be called.</summary>
    public bool HasTools { get; init; }

    /// <summary>Shows the calls of an assistant's message.</summary>
    public bool HasToolCalls { get; init; }

    /// <summary>Shows several calls of one message.</summary>
    public bool HasParallelCalls { get; init; }

    /// <summary>Shows what a tool answered.</summary>
    public bool HasToolResults { get; init; }

    /// <summary>Takes the arguments of a call as JSON text; most take them as an object.</summary>
    public bool NeedsTextArguments { get; init; }

    /// <summary>Shows calls only where the message's content is none, not empty.</summary>
    public bool NeedsNoContentWithCalls { get; init; }

    /// <summary>The name under which a message's reasoning is shown, or null.</summary>
    public string? ReasoningField { get; init; }

    /// <summary>What stands around reasoning, or null.</summary>
    public ReasoningMarks? Reasoning { get; init; }

    /// <summary>Whether thinking can be turned on and off.</summary>
    public bool HasThinkingSwitch { get; init; }

    /// <summary>Whether it can be told how much to reason.</summary>
    public bool HasReasoningEffort { get; init; }

    /// <summary>What an answer is begun with: the text that <c>add_generation_prompt</c> adds.</summary>
    public string GenerationPrompt { get; init; } = "";
}
