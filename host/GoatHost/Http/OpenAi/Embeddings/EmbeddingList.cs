namespace GoatHost.Http.OpenAi.Embeddings;

/// <summary>An answer of <c>/v1/embeddings</c>: vectors as numbers, or as base64 of little-endian floats.</summary>
internal sealed record EmbeddingList<T>(string Object, IReadOnlyList<EmbeddingAnswer<T>> Data, string Model, EmbeddingUsage Usage);

internal sealed record EmbeddingAnswer<T>(string Object, int Index, T Embedding);

internal sealed record EmbeddingUsage(int PromptTokens, int TotalTokens);
