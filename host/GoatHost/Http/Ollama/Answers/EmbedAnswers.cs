using System.Text.Json.Serialization;

namespace GoatHost.Http.Ollama.Answers;

/// <summary>An answer of <c>/api/embed</c>; durations in nanoseconds.</summary>
internal sealed record EmbedAnswer(
    string Model, IReadOnlyList<ReadOnlyMemory<float>> Embeddings, long TotalDuration, long LoadDuration, int PromptEvalCount);

/// <summary>An answer of <c>/api/embeddings</c>.</summary>
internal sealed record EmbeddingsAnswer([property: JsonPropertyName("embedding")] ReadOnlyMemory<float> Embedding);
