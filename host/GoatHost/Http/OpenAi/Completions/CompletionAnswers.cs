using System.Text.Json.Serialization;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>An answer of <c>/v1/completions</c>, whole, or in a stream what is new in it.</summary>
internal sealed record Completion(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices)
{
    public Usage? Usage { get; init; }
    public Timings? Timings { get; init; }
}

internal sealed record CompletionChoice(
    string Text,
    int Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CompletionLogProbs? Logprobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? FinishReason);

/// <summary>Each token with its place in the text, its log-probability, and the likeliest at its place.</summary>
internal sealed record CompletionLogProbs(
    IReadOnlyList<string> Tokens,
    IReadOnlyList<float> TokenLogprobs,
    IReadOnlyList<Dictionary<string, float>> TopLogprobs,
    IReadOnlyList<int> TextOffset);
