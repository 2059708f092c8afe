using System.Text.Json;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>A line of an answer, or the whole of one, durations in nanoseconds; for <c>/openapi.json</c>: <see cref="AnswerLines"/> writes it.</summary>
internal abstract record AnswerLine(string Model, DateTime CreatedAt, bool Done)
{
    public IReadOnlyList<AnswerToken>? Logprobs { get; init; }

    // What follows is told at the end.
    public string? DoneReason { get; init; }
    public long? TotalDuration { get; init; }
    public long? LoadDuration { get; init; }
    public int? PromptEvalCount { get; init; }
    public long? PromptEvalDuration { get; init; }
    public int? EvalCount { get; init; }
    public long? EvalDuration { get; init; }
    public int? DroppedMessages { get; init; }
    public int? ContextShifts { get; init; }
}

/// <summary>Of <c>/api/generate</c>.</summary>
internal sealed record GenerateLine(string Model, DateTime CreatedAt, bool Done, string Response) : AnswerLine(Model, CreatedAt, Done)
{
    public string? Thinking { get; init; }
    public IReadOnlyList<int>? Context { get; init; }
}

/// <summary>Of <c>/api/chat</c>.</summary>
internal sealed record ChatLine(string Model, DateTime CreatedAt, bool Done, AnswerMessage Message) : AnswerLine(Model, CreatedAt, Done);

internal sealed record AnswerMessage(string Role, string Content)
{
    public string? Thinking { get; init; }
    public IReadOnlyList<AnswerCall>? ToolCalls { get; init; }
}

internal sealed record AnswerCall(string Id, AnswerFunction Function);

internal sealed record AnswerFunction(int Index, string Name, JsonElement Arguments);

internal sealed record AnswerToken(string Token, float Logprob, IReadOnlyList<int> Bytes)
{
    public IReadOnlyList<AnswerToken>? TopLogprobs { get; init; }
}
