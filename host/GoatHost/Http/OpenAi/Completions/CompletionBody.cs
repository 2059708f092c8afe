using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>The body of <c>/v1/completions</c>, for <c>/openapi.json</c>: <see cref="CompletionRequestReader"/> reads it.</summary>
internal sealed record CompletionBody : GenerationBody
{
    [JsonKinds("string", "array")]
    public JsonElement? Prompt { get; init; }

    public string? Suffix { get; init; }
    public bool? Echo { get; init; }
    public int? Logprobs { get; init; }
    public int? N { get; init; }
    public int? BestOf { get; init; }
    public StreamOptionsBody? StreamOptions { get; init; }
}
