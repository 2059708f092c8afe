using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.Anthropic;

/// <summary>The body of <c>/v1/messages</c>, for <c>/openapi.json</c>: <see cref="MessagesRequestReader"/> reads it.</summary>
internal sealed record MessagesBody : SamplingBody
{
    public string? Model { get; init; }
    public int? MaxTokens { get; init; }
    public IReadOnlyList<MessageBody>? Messages { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? System { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? StopSequences { get; init; }

    public IReadOnlyList<MessageToolBody>? Tools { get; init; }
    public MessageToolChoiceBody? ToolChoice { get; init; }
    public ThinkingBody? Thinking { get; init; }
    public OutputConfigBody? OutputConfig { get; init; }
    public OutputFormatBody? OutputFormat { get; init; }
    public bool? Stream { get; init; }
}

internal sealed record MessageBody
{
    [JsonWords("user", "assistant")]
    public string? Role { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Content { get; init; }
}

internal sealed record MessageToolBody
{
    [JsonWords("custom")]
    public string? Type { get; init; }

    public string? Name { get; init; }
    public string? Description { get; init; }

    [JsonKinds("object")]
    public JsonElement? InputSchema { get; init; }

    public bool? Strict { get; init; }
}

internal sealed record MessageToolChoiceBody
{
    [JsonWords("auto", "any", "tool", "none")]
    public string? Type { get; init; }

    public string? Name { get; init; }
    public bool? DisableParallelToolUse { get; init; }
}

internal sealed record ThinkingBody
{
    [JsonWords("enabled", "disabled", "adaptive")]
    public string? Type { get; init; }
}

internal sealed record OutputConfigBody(OutputFormatBody? Format);

internal sealed record OutputFormatBody
{
    [JsonWords("json_schema")]
    public string? Type { get; init; }

    [JsonKinds("object")]
    public JsonElement? Schema { get; init; }
}
