using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>An answer of <c>/v1/chat/completions</c>, whole.</summary>
internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, ChatUsage? Usage);

internal sealed record ChatChoice(int Index, AnswerMessage Message, string FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatLogProbs? Logprobs { get; init; }
}

/// <summary>The message, or in a stream the part of it that is new.</summary>
internal sealed record AnswerMessage
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    // Clients differ in the name they read reasoning by.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasoningContent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reasoning => ReasoningContent;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AnswerToolCall>? ToolCalls { get; init; }
}

internal sealed record AnswerToolCall(int Index, string Id, string Type, AnswerFunction Function);

internal sealed record AnswerFunction(string Name, string Arguments);

internal sealed record ChatUsage(int PromptTokens, int CompletionTokens, int TotalTokens);

internal sealed record ChatLogProbs(IReadOnlyList<ChatLogProb> Content);

internal sealed record ChatLogProb(string Token, float Logprob, IReadOnlyList<int> Bytes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChatLogProb>? TopLogprobs { get; init; }
}

/// <summary>One event of a streamed answer.</summary>
internal sealed record ChatChunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatUsage? Usage { get; init; }
}

internal sealed record ChunkChoice(int Index, AnswerMessage Delta, string? FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatLogProbs? Logprobs { get; init; }
}
