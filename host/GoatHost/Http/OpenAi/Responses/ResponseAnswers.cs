using System.Text.Json;
using System.Text.Json.Serialization;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary>A response, whole or as far as it is.</summary>
internal sealed record ResponseAnswer(string Id, string Object, long CreatedAt, string Model)
{
    public string Status { get; init; } = "in_progress";
    public IReadOnlyList<ResponseItem> Output { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ResponseError? Error { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public IncompleteDetails? IncompleteDetails { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ResponseUsage? Usage { get; init; }

    // What follows is repeated from the request, as OpenAI does.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Instructions { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? MaxOutputTokens { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PreviousResponseId { get; init; }

    public bool ParallelToolCalls { get; init; } = true;
    public bool Store { get; init; }
    public float? Temperature { get; init; }
    public float? TopP { get; init; }
    public string Truncation { get; init; } = "disabled";
    public JsonElement? Text { get; init; }
    public JsonElement? Reasoning { get; init; }
    public JsonElement? ToolChoice { get; init; }
    public JsonElement? Tools { get; init; }
    public JsonElement? Metadata { get; init; }
}

internal sealed record IncompleteDetails(string Reason);

internal sealed record ResponseUsage(
    int InputTokens, int OutputTokens, int TotalTokens, PromptDetails InputTokensDetails, CompletionDetails OutputTokensDetails);

/// <summary>A message, a reasoning or a call: which, <paramref name="Type"/> says.</summary>
internal sealed record ResponseItem(string Type, string Id, string Status)
{
    public string? Role { get; init; }
    public IReadOnlyList<ResponsePart>? Content { get; init; }
    public IReadOnlyList<ResponsePart>? Summary { get; init; }
    public string? CallId { get; init; }
    public string? Name { get; init; }
    public string? Arguments { get; init; }
}

internal sealed record ResponsePart(string Type, string Text)
{
    public IReadOnlyList<string>? Annotations { get; init; }
    public IReadOnlyList<ChatLogProb>? Logprobs { get; init; }
}

/// <summary>An event of a streamed response; which fields there are depends on the type.</summary>
internal sealed record ResponseEvent(string Type)
{
    public int SequenceNumber { get; init; }
    public ResponseAnswer? Response { get; init; }
    public int? OutputIndex { get; init; }
    public ResponseItem? Item { get; init; }
    public string? ItemId { get; init; }
    public int? ContentIndex { get; init; }
    public ResponsePart? Part { get; init; }
    public string? Delta { get; init; }
    public string? Text { get; init; }
    public string? Name { get; init; }
    public string? Arguments { get; init; }
    public IReadOnlyList<ChatLogProb>? Logprobs { get; init; }
}

/// <summary>An answer of <c>/v1/responses/input_tokens</c>.</summary>
internal sealed record InputTokens([property: JsonPropertyName("input_tokens")] int Count, string Object = "response.input_tokens");
