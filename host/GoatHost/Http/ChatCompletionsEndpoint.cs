using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http;

/// <summary><c>/v1/chat/completions</c>: an answer of a model, whole or as it comes. A client that goes away stops it.</summary>
internal sealed class ChatCompletionsEndpoint(IChatModels models, TimeProvider time)
{
    public void Map(WebApplication app) => app.MapPost("/v1/chat/completions", (RequestDelegate)CompleteAsync);

    private async Task CompleteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = await ReadAsync(context);
        var model = await models.FindAsync(request.Model, ct) ?? throw ApiException.NoSuchModel(request.Model);
        await using var session = await models.OpenAsync(model, new OpenOptions(), ct);
        await using var deltas = session.GenerateAsync(request.Generation, ct).GetAsyncEnumerator(ct);
        var answer = new ChatAnswerBuilder($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), request);
        if (request.Stream) await new ChatStream(context, answer, time).RunAsync(deltas, ct);
        else await WholeAsync(context, answer, deltas);
    }

    private static async Task<ChatRequest> ReadAsync(HttpContext context)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { MaxDepth = 64 }, context.RequestAborted);
            return ChatRequestReader.Read(json.RootElement);
        }
        catch (JsonException bad)
        {
            throw new ApiException(400, $"The body is not valid JSON: line {bad.LineNumber + 1}, byte {bad.BytePositionInLine}.");
        }
    }

    private static async Task WholeAsync(HttpContext context, ChatAnswerBuilder answer, IAsyncEnumerator<Delta> deltas)
    {
        while (await deltas.MoveNextAsync()) answer.Add(deltas.Current);
        await ApiJson.WriteAsync(context, answer.Whole(), ApiJson.Default.ChatCompletion);
    }
}
