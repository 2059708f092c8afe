using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Embeddings;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Ranking;

/// <summary><c>/v1/rerank</c>, under all the names that llama-server gives it.</summary>
internal sealed class RerankEndpoint(IChatModels models) : IApiEndpoints
{
    private const int MostDocuments = 2048;

    public void Map(WebApplication app)
    {
        foreach (var path in new[] { "/v1/rerank", "/v1/reranking", "/rerank", "/reranking" })
        {
            app.MapPost(path, (RequestDelegate)RankAsync).Noted("Jina", "Documents by how well they answer a query.", "query", "documents")
                .Takes(OpenAiJson.Default.RankingBody).Answers(OpenAiJson.Default.Ranking);
        }
    }

    private async Task RankAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var (query, documents) = (body.RequiredText("query"), Documents(body));
        var (most, withText) = (body.Integer("top_n", 1) ?? int.MaxValue, body.Boolean("return_documents") ?? false);
        var name = await models.NameAsync(body, ct);
        await using var session = await models.OpenAsync(name, ct);
        if (!session.Limits.Ranks) throw new ApiException(501, $"{name} ranks no texts: take a reranking model.");
        var ranked = await session.RankAsync(new RankRequest(query, documents), ct);
        var results = ranked.Scores
            .Select((score, at) => new RankedDocument(at, score, withText ? new DocumentText(documents[at]) : null))
            .OrderByDescending(document => document.RelevanceScore)
            .Take(most);
        var usage = new EmbeddingUsage(ranked.PromptTokens, ranked.PromptTokens);
        await JsonAnswer.WriteAsync(context, new Ranking(name, "list", [.. results], usage), OpenAiJson.Default.Ranking);
    }

    private static IReadOnlyList<string> Documents(JsonFields body)
    {
        if (body.Array("documents") is not { } array || array.GetArrayLength() is 0 or > MostDocuments) throw Wrong(body);
        return [.. array.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.String => item.GetString()!,
            JsonValueKind.Object => new JsonFields(item, "documents.").Text("text") ?? throw Wrong(body),
            _ => throw Wrong(body),
        })];
    }

    private static ApiException Wrong(JsonFields body) => body.Wrong("documents", $"an array of 1 to {MostDocuments} strings");
}
