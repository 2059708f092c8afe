using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Responses;

/// <summary><c>/v1/responses</c>: OpenAI's newer chat, without anything kept between two requests.</summary>
internal sealed class ResponsesEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapPost("/v1/responses", (RequestDelegate)RespondAsync)
            .Noted("OpenAI", "A response to a conversation, whole or streamed; nothing is kept.", "model", "input")
            .Takes(OpenAiJson.Default.ResponseBody).Answers(OpenAiJson.Default.ResponseAnswer).Streams(OpenAiJson.Default.ResponseEvent)
            .Streams(OpenAiJson.Default.ResponseErrorEvent);
        app.MapPost("/v1/responses/input_tokens", (RequestDelegate)CountAsync)
            .Noted("OpenAI", "The tokens that such a conversation has.", "model", "input")
            .Takes(OpenAiJson.Default.ResponseBody).Answers(OpenAiJson.Default.InputTokens);
    }

    private async Task RespondAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = ResponseRequestReader.Read(await RequestBody.ReadAsync(context));
        await using var session = await models.OpenAsync(request.Model, ct);
        var begun = ResponseEnvelope.New(request, time.GetUtcNow());
        var deltas = Choices.GenerateAsync(session, [request.Generation], ct);
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new ResponseEvents(begun), ct);
            return;
        }
        var output = new ResponseOutput(tell: null);
        await foreach (var (_, delta) in deltas.WithCancellation(ct)) output.Add(delta);
        await JsonAnswer.WriteAsync(context, ResponseEnvelope.Ended(begun, output), OpenAiJson.Default.ResponseAnswer);
    }

    private async Task CountAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = ResponseRequestReader.Read(await RequestBody.ReadAsync(context));
        await using var session = await models.OpenAsync(request.Model, ct);
        var count = await PromptCounter.CountAsync(session, request.Generation, ct);
        await JsonAnswer.WriteAsync(context, new InputTokens(count), OpenAiJson.Default.InputTokens);
    }
}
