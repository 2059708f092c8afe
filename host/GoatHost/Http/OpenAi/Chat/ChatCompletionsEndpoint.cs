using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary><c>/v1/chat/completions</c>: an answer of a model, whole or as it comes. A client that goes away stops it.</summary>
internal sealed class ChatCompletionsEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapPost("/v1/chat/completions", (RequestDelegate)CompleteAsync);

    private async Task CompleteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = ChatRequestReader.Read(await RequestBody.ReadAsync(context));
        var model = await models.FindAsync(request.Model, ct) ?? throw ApiException.NoSuchModel(request.Model);
        await using var session = await models.OpenAsync(model, new OpenOptions(), ct);
        await using var deltas = session.GenerateAsync(request.Generation, ct).GetAsyncEnumerator(ct);
        var answer = new ChatAnswerBuilder($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), request);
        if (request.Stream) await new ChatStream(context, answer, time).RunAsync(deltas, ct);
        else await WholeAsync(context, answer, deltas);
    }

    private static async Task WholeAsync(HttpContext context, ChatAnswerBuilder answer, IAsyncEnumerator<Delta> deltas)
    {
        while (await deltas.MoveNextAsync()) answer.Add(deltas.Current);
        await JsonAnswer.WriteAsync(context, answer.Whole(), OpenAiJson.Default.ChatCompletion);
    }
}
