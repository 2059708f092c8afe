using System.Text.Json;

namespace GoatHost.Abstractions;

/// <summary>What to generate, and how. Either <see cref="Messages"/> or <see cref="Prompt"/> is set.</summary>
public sealed record GenerationRequest
{
    /// <summary>A chat, rendered by the model's template.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>A raw prompt, given to the model as it is.</summary>
    public string? Prompt { get; init; }

    /// <summary>Tools the model may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    /// <summary>The shape of the answer; null leaves it free.</summary>
    public ResponseFormat? Format { get; init; }

    /// <summary>How tokens are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Ends the answer before any of these; none of it is ever sent.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Most tokens to generate; null goes on to the end of the answer or of the context.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Alternatives to report with each token, 0 for the token's own log-probability alone, null for none.</summary>
    public int? LogProbabilities { get; init; }
}

/// <summary>One message of a chat.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text.</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>Tools that an assistant's message called.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a tool's message answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <summary>A tool the model may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement Parameters);

/// <summary>A call the model made.</summary>
/// <param name="Id">Unique in the answer.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON text of the arguments.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>The shape of an answer: JSON.</summary>
/// <param name="Schema">JSON Schema to keep to; null for any JSON.</param>
public sealed record ResponseFormat(JsonElement? Schema);

/// <summary>How tokens are drawn. What is null is the runtime's default.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 always takes the likeliest token; 1 draws as the model says.</summary>
    public float? Temperature { get; init; }

    /// <summary>Keep this many of the likeliest; 0 keeps all.</summary>
    public int? TopK { get; init; }

    /// <summary>Keep the likeliest up to this sum of probabilities.</summary>
    public float? TopP { get; init; }

    /// <summary>Keep those at least this likely, as a part of the likeliest.</summary>
    public float? MinP { get; init; }

    /// <summary>Divides the logits of repeated tokens; 1 is off.</summary>
    public float? RepeatPenalty { get; init; }

    /// <summary>Tokens looked back on for penalties; -1 for the whole context.</summary>
    public int? RepeatLastN { get; init; }

    /// <summary>Lowers a token's logit by this for each time it was used.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Lowers a token's logit by this once it was used.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>The same seed, request and model give the same answer on one machine; null draws a seed.</summary>
    public uint? Seed { get; init; }
}
