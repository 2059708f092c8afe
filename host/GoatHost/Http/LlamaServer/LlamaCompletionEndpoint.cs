using GoatHost.Abstractions;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer;

/// <summary><c>/completion</c> and <c>/infill</c>: a raw prompt gone on with, or a gap in a text filled.</summary>
internal sealed class LlamaCompletionEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapPost("/completion", (RequestDelegate)CompleteAsync)
            .Noted("llama-server", "Goes on with prompts, whole or streamed.", "prompt");
        app.MapPost("/infill", (RequestDelegate)InfillAsync).Noted("llama-server", "Fills a gap in a text.");
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var request = LlamaCompletionReader.Completion(body, await models.NameAsync(body, context.RequestAborted));
        await using var session = await models.OpenAsync(request.Model, context.RequestAborted);
        await AnswerAsync(context, session, request.With(LoraField.Read(body, session.Limits)));
    }

    private async Task InfillAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var request = LlamaCompletionReader.Infill(body, await models.NameAsync(body, context.RequestAborted));
        await using var session = await models.OpenAsync(request.Model, context.RequestAborted);
        if (!session.Limits.Infills)
        {
            throw new ApiException(501, $"{request.Model} fills no gaps: take a model that was trained to (fill in the middle).");
        }
        await AnswerAsync(context, session, request.With(LoraField.Read(body, session.Limits)));
    }

    private async Task AnswerAsync(HttpContext context, IModelSession session, LlamaCompletionRequest request)
    {
        var ct = context.RequestAborted;
        var deltas = Choices.GenerateAsync(session, request.Prompts, ct);
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new LlamaCompletionEvents(request), ct);
            return;
        }
        var collected = await CollectedAnswer.CollectAsync(deltas, request.Prompts.Count, ct);
        IReadOnlyList<LlamaCompletion> answers = [.. collected.Select((answer, at) => Whole(request, at, answer))];
        await (request.IsList
            ? JsonAnswer.WriteAsync(context, answers, LlamaServerJson.Default.LlamaCompletions)
            : JsonAnswer.WriteAsync(context, answers[0], LlamaServerJson.Default.LlamaCompletion));
    }

    private static LlamaCompletion Whole(LlamaCompletionRequest request, int index, CollectedAnswer answer)
    {
        var tokens = request.Tokens ? answer.Tokens.Select(token => token.Id).ToList() : [];
        var whole = new LlamaCompletion(index, answer.Text, tokens, Stop: true)
        {
            CompletionProbabilities = request.Probabilities ? LlamaWords.Probabilities(answer.Tokens) : null,
            HasNewLine = answer.Text.Contains('\n', StringComparison.Ordinal),
        };
        return LlamaWords.Last(request, index, whole, answer.End);
    }
}
