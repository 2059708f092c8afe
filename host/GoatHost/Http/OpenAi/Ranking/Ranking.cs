using GoatHost.Http.OpenAi.Embeddings;

namespace GoatHost.Http.OpenAi.Ranking;

/// <summary>An answer of <c>/v1/rerank</c> in Jina's shape: the documents by how well they answer, best first.</summary>
internal sealed record Ranking(string Model, string Object, IReadOnlyList<RankedDocument> Results, EmbeddingUsage Usage);

internal sealed record RankedDocument(int Index, float RelevanceScore, DocumentText? Document);

internal sealed record DocumentText(string Text);
