using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Anthropic;

/// <summary><c>/v1/messages</c>: Anthropic's API.</summary>
internal sealed class MessagesEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapPost("/v1/messages", (RequestDelegate)AnswerAsync)
            .Noted("Anthropic", "An answer to a chat, whole or streamed.", "model", "max_tokens", "messages")
            .Takes(AnthropicJson.Default.MessagesBody).Answers(AnthropicJson.Default.MessageAnswer)
            .Streams(AnthropicJson.Default.MessageEvent).Streams(AnthropicJson.Default.MessageEndEvent);
        app.MapPost("/v1/messages/count_tokens", (RequestDelegate)CountAsync)
            .Noted("Anthropic", "The tokens that such a chat has.", "model", "messages")
            .Takes(AnthropicJson.Default.MessagesBody).Answers(AnthropicJson.Default.TokenCount);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = MessagesRequestReader.Read(await RequestBody.ReadAsync(context));
        await using var session = await models.OpenAsync(request.Model, ct);
        var begun = new MessageAnswer($"msg_{Guid.NewGuid():N}", "message", "assistant", request.Model);
        var deltas = Choices.GenerateAsync(session, [request.Generation], ct);
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new MessageEvents(begun), ct);
            return;
        }
        var answer = (await CollectedAnswer.CollectAsync(deltas, choices: 1, ct))[0];
        await JsonAnswer.WriteAsync(context, Whole(begun, answer), AnthropicJson.Default.MessageAnswer);
    }

    private async Task CountAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = MessagesRequestReader.Read(await RequestBody.ReadAsync(context), counts: true);
        await using var session = await models.OpenAsync(request.Model, ct);
        var count = await PromptCounter.CountAsync(session, request.Generation, ct);
        await JsonAnswer.WriteAsync(context, new TokenCount(count), AnthropicJson.Default.TokenCount);
    }

    private static MessageAnswer Whole(MessageAnswer begun, CollectedAnswer answer)
    {
        var blocks = new List<MessageBlock>();
        if (answer.Reasoning is { } thought) blocks.Add(MessageWords.Thinking(thought));
        if (answer.Text.Length > 0) blocks.Add(MessageWords.Text(answer.Text));
        blocks.AddRange(answer.Calls.Select(MessageWords.Call));
        return begun with
        {
            Content = blocks,
            StopReason = MessageWords.StopReason(answer.End),
            StopSequence = answer.End?.StopString,
            Usage = MessageWords.Usage(answer.End),
        };
    }
}
