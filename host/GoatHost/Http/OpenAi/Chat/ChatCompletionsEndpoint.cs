using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Chat;

/// <summary><c>/v1/chat/completions</c>: answers of a model, whole or as they come. A client that goes away stops them.</summary>
internal sealed class ChatCompletionsEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        // Without the prefix it is llama-server's, for clients that were given an address without it.
        foreach (var path in new[] { "/v1/chat/completions", "/chat/completions" })
        {
            app.MapPost(path, (RequestDelegate)CompleteAsync).Noted("OpenAI", "Answers to a chat, whole or streamed.", "model", "messages")
                .Takes(OpenAiJson.Default.ChatBody).Answers(OpenAiJson.Default.ChatCompletion).Streams(OpenAiJson.Default.ChatChunk);
        }
    }

    private async Task CompleteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var request = ChatRequestReader.Read(body);
        await using var session = await models.OpenAsync(request.Model, ct);
        var generation = request.Generation with { Adapters = LoraField.Read(body, session.Limits) };
        var deltas = Choices.GenerateAsync(session, [.. Choices.Repeat(generation, request.Choices)], ct);
        var (id, created) = ($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds());
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new ChatEvents(id, created, request), ct);
            return;
        }
        var answers = await CollectedAnswer.CollectAsync(deltas, request.Choices, ct);
        await JsonAnswer.WriteAsync(context, Whole(id, created, request, answers), OpenAiJson.Default.ChatCompletion);
    }

    private static ChatCompletion Whole(string id, long created, ChatRequest request, CollectedAnswer[] answers) => new(
        id, "chat.completion", created, request.Model,
        [.. answers.Select((answer, at) => Choice(at, answer, request))],
        Usage.Of(answers.Select(answer => answer.End), request.Choices),
        Timings.Of(answers[0].End));

    private static ChatChoice Choice(int index, CollectedAnswer answer, ChatRequest request) =>
        new(index, Message(answer), ChatWords.FinishReason(answer.End))
        {
            Logprobs = request.Generation.LogProbabilities is null ? null : ChatWords.LogProbs(answer.Tokens),
        };

    private static ChatMessageAnswer Message(CollectedAnswer answer)
    {
        var called = answer.Calls.Count > 0;
        return new ChatMessageAnswer("assistant", called && answer.Text.Length == 0 ? null : answer.Text)
        {
            ReasoningContent = answer.Reasoning,
            ToolCalls = called ? [.. answer.Calls.Select(ChatWords.Call)] : null,
        };
    }
}
