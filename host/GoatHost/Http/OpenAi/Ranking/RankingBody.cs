using System.Text.Json;

namespace GoatHost.Http.OpenAi.Ranking;

/// <summary>The body of <c>/v1/rerank</c>, for <c>/openapi.json</c>.</summary>
/// <param name="Documents">Strings, or objects with a <c>text</c>.</param>
internal sealed record RankingBody(
    string? Model, string? Query, IReadOnlyList<JsonElement>? Documents, int? TopN, bool? ReturnDocuments);
