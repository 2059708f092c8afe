using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary>An answer of <c>/v1/chat/completions</c>, whole.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, Usage? Usage, Timings? Timings);

internal sealed record ChatChoice(int Index, ChatMessageAnswer Message, string FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChatLogProbs? Logprobs { get; init; }
}

internal sealed record ChatMessageAnswer(string Role, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Content)
{
    // OpenAI has it in every message, and clients compare it with null. A model here that refuses says so in its text.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; init; }

    // Clients differ in the name they read reasoning by.
    public string? ReasoningContent { get; init; }
    public string? Reasoning => ReasoningContent;
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }
}

/// <summary>A call, or in a stream a piece of one: id, type and name are where it begins.</summary>
/// <param name="Index">Its place in the answer; in a stream only.</param>
internal sealed record ChatToolCall(int? Index, string? Id, string? Type, ChatFunction Function);

internal sealed record ChatFunction(string? Name, string Arguments);

internal sealed record ChatLogProbs(IReadOnlyList<ChatLogProb> Content);

internal sealed record ChatLogProb(string Token, float Logprob, IReadOnlyList<int> Bytes)
{
    public IReadOnlyList<ChatLogProb>? TopLogprobs { get; init; }
}

/// <summary>One event of a streamed answer.</summary>
internal sealed record ChatChunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChunkChoice> Choices)
{
    public Usage? Usage { get; init; }
    public Timings? Timings { get; init; }
}

internal sealed record ChunkChoice(
    int Index, ChunkDelta Delta, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason)
{
    public ChatLogProbs? Logprobs { get; init; }
}

/// <summary>What is new in a streamed message.</summary>
internal sealed record ChunkDelta
{
    public string? Role { get; init; }
    public string? Content { get; init; }
    public string? ReasoningContent { get; init; }
    public string? Reasoning => ReasoningContent;
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }
}
