using System.Text.Json;
using GoatHost.Http.OpenApi;

namespace GoatHost.Http.OpenAi.Embeddings;

/// <summary>The body of <c>/v1/embeddings</c>, for <c>/openapi.json</c>.</summary>
internal sealed record EmbeddingsBody
{
    public string? Model { get; init; }

    [JsonKinds("string", "array")]
    public JsonElement? Input { get; init; }

    [JsonWords("float", "base64")]
    public string? EncodingFormat { get; init; }

    public int? Dimensions { get; init; }
}
