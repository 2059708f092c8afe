using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary><c>/v1/completions</c>: a model goes on with a text.</summary>
internal sealed class CompletionsEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    public void Map(WebApplication app) => app
        .MapPost("/v1/completions", (RequestDelegate)CompleteAsync)
        .Noted("OpenAI", "Goes on with texts, whole or streamed.", "model", "prompt")
        .Takes(OpenAiJson.Default.CompletionBody).Answers(OpenAiJson.Default.Completion).Streams(OpenAiJson.Default.Completion);

    private async Task CompleteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = CompletionRequestReader.Read(await RequestBody.ReadAsync(context));
        await using var session = await models.OpenAsync(request.Model, ct);
        var echoes = request.Echo ? await EchoesAsync(session, request, ct) : null;
        var generations = request.Prompts.SelectMany(prompt => Choices.Repeat(prompt, request.Tried)).ToList();
        var deltas = Choices.GenerateAsync(session, generations, ct);
        var (id, created) = ($"cmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds());
        var envelope = new Completion(id, "text_completion", created, request.Model, []);
        if (request.Stream)
        {
            using var events = new EventStream(context, time);
            await events.RunAsync(deltas, new CompletionEvents(envelope, request, echoes), ct);
            return;
        }
        var answers = await CollectedAnswer.CollectAsync(deltas, generations.Count, ct);
        var usage = Usage.Of(answers.Select(answer => answer.End), request.Tried);
        var best = BestChoices.Pick(answers, request.Tried, request.ChoicesOfPrompt);
        await JsonAnswer.WriteAsync(context, Whole(envelope with { Usage = usage }, request, echoes, best), OpenAiJson.Default.Completion);
    }

    private static Completion Whole(
        Completion envelope, CompletionRequest request, IReadOnlyList<string>? echoes, CollectedAnswer[] answers) =>
        envelope with
        {
            Choices = [.. answers.Select((answer, at) => Choice(at, answer, request, echoes?[at / request.ChoicesOfPrompt] ?? ""))],
            Timings = Timings.Of(answers[0].End),
        };

    private static CompletionChoice Choice(int index, CollectedAnswer answer, CompletionRequest request, string echo)
    {
        var offset = echo.Length;
        var tokens = !request.TellsTokens ? null : CompletionWords.LogProbs(answer.Tokens, ref offset);
        return new CompletionChoice(echo + answer.Text, index, tokens, ChatWords.FinishReason(answer.End));
    }

    /// <summary>The prompts as texts, also where tokens were sent.</summary>
    private static async Task<IReadOnlyList<string>> EchoesAsync(IModelSession session, CompletionRequest request, CancellationToken ct)
    {
        var echoes = new List<string>();
        foreach (var prompt in request.Prompts) echoes.Add(prompt.Prompt ?? await TokenTexts.JoinAsync(session, prompt.PromptTokens!, ct));
        return echoes;
    }
}
