using System.Text.Json;

namespace GoatHost.Abstractions;

/// <summary>What to generate, and how. One of <see cref="Messages"/>, <see cref="Prompt"/> and <see cref="PromptTokens"/> is set.</summary>
public sealed record GenerationRequest
{
    /// <summary>A chat, rendered by the model's template. An assistant's message at the end is gone on with, not answered.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>A raw prompt, given to the model as it is.</summary>
    public string? Prompt { get; init; }

    /// <summary>A raw prompt as token ids; no mark is added to it.</summary>
    public IReadOnlyList<int>? PromptTokens { get; init; }

    /// <summary>Text that is to follow the answer to <see cref="Prompt"/>: the model fills in the middle. Refused by a model that cannot.</summary>
    public string? Suffix { get; init; }

    /// <summary>Tools the model may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>Whether a tool must be called. Without <see cref="Tools"/> only <see cref="ToolChoice.Auto"/> and <see cref="ToolChoice.None"/> make sense.</summary>
    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Whether one answer may call several tools.</summary>
    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>The shape of the answer; null leaves it free.</summary>
    public ResponseFormat? Format { get; init; }

    /// <summary>Whether a model that reasons is to do so; null leaves it to the model's template. Reasoning comes as <see cref="Delta.Reasoning"/>.</summary>
    public bool? Think { get; init; }

    /// <summary>How much to reason, in the template's words: <c>low</c>, <c>medium</c>, <c>high</c>; null leaves it to the template.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>A JSON object of further variables for the chat template, as llama.cpp's <c>chat_template_kwargs</c>.</summary>
    public JsonElement? TemplateVariables { get; init; }

    /// <summary>How tokens are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Ends the answer before any of these; none of it is ever sent.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Most tokens to generate; null goes on to the end of the answer or of the context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Goes on past the model's own end of text, until <see cref="MaxTokens"/>, a stop string or the context ends it.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Alternatives to report with each token, 0 for the token's own log-probability alone, null for none.</summary>
    public int? LogProbabilities { get; init; }

    /// <summary>Lets the oldest messages of a chat that is too long be left out, but for the system's; <see cref="GenerationEnd.DroppedMessages"/> says how many were.</summary>
    public bool DropOldestMessages { get; init; }

    /// <summary>Lets the context forget its older half when it is full, and the answer go on; <see cref="GenerationEnd.ContextShifts"/> counts it.</summary>
    public bool ShiftContext { get; init; }

    /// <summary>Tokens at the beginning of the prompt that <see cref="ShiftContext"/> never forgets; -1 for the whole prompt.</summary>
    public int KeepTokens { get; init; }

    /// <summary>Whether what is left of earlier prompts in the context may serve this one.</summary>
    public bool CachePrompt { get; init; } = true;

    /// <summary>
    /// The adapters to answer with: those that are not named are off. Null leaves it to <see cref="SessionLimits.Adapters"/>.
    /// </summary>
    public IReadOnlyList<AdapterScale>? Adapters { get; init; }
}
