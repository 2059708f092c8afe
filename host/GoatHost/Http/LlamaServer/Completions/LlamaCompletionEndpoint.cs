using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary><c>/completion</c> and <c>/infill</c>: a raw prompt gone on with, or a gap in a text filled.</summary>
internal sealed class LlamaCompletionEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        foreach (var path in new[] { "/completion", "/completions" })
        {
            app.MapPost(path, (RequestDelegate)CompleteAsync).Noted("llama-server", "Goes on with prompts, whole or streamed.", "prompt")
                .Takes(LlamaServerJson.Default.LlamaCompletionBody).Streams(LlamaServerJson.Default.LlamaCompletion)
                .Answers(LlamaServerJson.Default.LlamaCompletion).Answers(LlamaServerJson.Default.LlamaCompletions);
        }
        app.MapPost("/infill", (RequestDelegate)InfillAsync).Noted("llama-server", "Fills a gap in a text.")
            .Takes(LlamaServerJson.Default.LlamaInfillBody).Answers(LlamaServerJson.Default.LlamaCompletion)
            .Streams(LlamaServerJson.Default.LlamaCompletion);
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
        var asked = await PreparedCompletion.PrepareAsync(request, session, ct);
        var deltas = Choices.GenerateAsync(session, asked.Generations, ct);
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new LlamaCompletionEvents(asked, time), ct);
            return;
        }
        var collected = await CollectedAnswer.CollectAsync(deltas, asked.Generations.Count, ct);
        await WriteAsync(context, request, [.. collected.Select((answer, at) => Whole(asked, at, answer))]);
    }

    private static Task WriteAsync(HttpContext context, LlamaCompletionRequest request, IReadOnlyList<LlamaCompletion> answers)
    {
        if (request.Fields.Count == 0)
        {
            return request.IsList
                ? JsonAnswer.WriteAsync(context, answers, LlamaServerJson.Default.LlamaCompletions)
                : JsonAnswer.WriteAsync(context, answers[0], LlamaServerJson.Default.LlamaCompletion);
        }
        IReadOnlyList<JsonElement> picked = [.. answers.Select(answer => ResponseFields.Pick(answer, request.Fields))];
        return request.IsList
            ? JsonAnswer.WriteAsync(context, picked, LlamaServerJson.Default.IReadOnlyListJsonElement)
            : JsonAnswer.WriteAsync(context, picked[0], LlamaServerJson.Default.JsonElement);
    }

    private static LlamaCompletion Whole(PreparedCompletion asked, int index, CollectedAnswer answer)
    {
        var request = asked.Request;
        var tokens = request.TellsTokens ? answer.Tokens.Select(token => token.Id).ToList() : [];
        var whole = new LlamaCompletion(index, answer.Text, tokens, Stop: true)
        {
            CompletionProbabilities = request.TellsProbabilities ? LlamaWords.Probabilities(answer.Tokens) : null,
            HasNewLine = answer.Text.Contains('\n', StringComparison.Ordinal),
        };
        return LlamaWords.Last(asked, index, whole, answer.End);
    }
}
