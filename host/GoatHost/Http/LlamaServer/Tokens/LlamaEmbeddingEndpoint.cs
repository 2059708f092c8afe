using GoatHost.Abstractions;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Tokens;

/// <summary><c>/embedding</c>: texts as vectors, in llama-server's own shape.</summary>
internal sealed class LlamaEmbeddingEndpoint(IChatModels models) : IApiEndpoints
{
    private const int MostInputs = 2048;

    public void Map(WebApplication app)
    {
        foreach (var path in new[] { "/embedding", "/embeddings" })
        {
            app.MapPost(path, (RequestDelegate)EmbedAsync).Noted("llama-server", "Texts as vectors.")
                .Takes(LlamaServerJson.Default.LlamaEmbeddingBody).Answers(LlamaServerJson.Default.LlamaEmbeddings);
        }
    }

    private async Task EmbedAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var inputs = PromptField.Inputs(body, body.Get("content") is null ? "input" : "content", MostInputs);
        // -1 is llama-server's word for vectors as the model makes them.
        var normalize = body.Integer("embd_normalize", -1) != -1;
        await using var session = await models.OpenAsync(await models.NameAsync(body, ct), ct);
        var result = await session.EmbedAsync(new EmbeddingRequest(inputs) { Normalize = normalize }, ct);
        IReadOnlyList<LlamaEmbedding> answer = [.. result.Vectors.Select((vector, at) => new LlamaEmbedding(at, [vector.ToArray()]))];
        await JsonAnswer.WriteAsync(context, answer, LlamaServerJson.Default.LlamaEmbeddings);
    }
}
