using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.LlamaServer.Tokens;

/// <summary>The body of <c>/tokenize</c>; like the others here for <c>/openapi.json</c>.</summary>
internal sealed record TokenizeBody(string? Model, string? Content, bool? AddSpecial, bool? ParseSpecial, bool? WithPieces);

/// <summary>The body of <c>/detokenize</c>.</summary>
internal sealed record DetokenizeBody(string? Model, IReadOnlyList<int>? Tokens);

/// <summary>The body of <c>/embedding</c>.</summary>
internal sealed record LlamaEmbeddingBody
{
    public string? Model { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Content { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Input { get; init; }

    public int? EmbdNormalize { get; init; }
}
