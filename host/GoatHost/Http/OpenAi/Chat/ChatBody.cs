using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>The body of <c>/v1/chat/completions</c>, for <c>/openapi.json</c>: <see cref="ChatRequestReader"/> reads it.</summary>
internal sealed record ChatBody : GenerationBody
{
    public IReadOnlyList<ChatMessageBody>? Messages { get; init; }
    public IReadOnlyList<ToolBody>? Tools { get; init; }

    [JsonKinds("string", "object")]
    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }
    public int? MaxCompletionTokens { get; init; }
    public int? N { get; init; }
    public bool? Logprobs { get; init; }
    public int? TopLogprobs { get; init; }
    public IReadOnlyList<LoraBody>? Lora { get; init; }
    public StreamOptionsBody? StreamOptions { get; init; }

    [JsonWords("none", "minimal", "low", "medium", "high", "xhigh")]
    public string? ReasoningEffort { get; init; }

    [JsonKinds("object")]
    public JsonElement? ChatTemplateKwargs { get; init; }
}

internal sealed record ChatMessageBody
{
    [JsonWords("system", "developer", "user", "assistant", "tool")]
    public string? Role { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Content { get; init; }

    public string? Name { get; init; }
    public string? ReasoningContent { get; init; }
    public string? Reasoning { get; init; }
    public IReadOnlyList<ToolCallBody>? ToolCalls { get; init; }
    public string? ToolCallId { get; init; }
}

internal sealed record ToolCallBody(string? Id, FunctionCallBody? Function);

internal sealed record FunctionCallBody(string? Name, string? Arguments);
