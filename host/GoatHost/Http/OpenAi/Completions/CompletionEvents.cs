using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>Streamed texts in OpenAI's chunks.</summary>
internal sealed class CompletionEvents(Completion envelope, CompletionRequest request, IReadOnlyList<string>? echoes) : IAnswerEvents
{
    private readonly int[] _offsets = new int[request.Choices];
    private readonly GenerationEnd?[] _ends = new GenerationEnd?[request.Choices];

    public void Begin(EventStream to)
    {
        if (echoes is null) return;
        for (var choice = 0; choice < request.Choices; choice++)
        {
            var echo = echoes[choice / request.ChoicesOfPrompt];
            _offsets[choice] = echo.Length;
            Send(to, new CompletionChoice(echo, choice, null, null));
        }
    }

    public void Add(EventStream to, ChoiceDelta news)
    {
        var (choice, delta) = news;
        if (delta.Text.Length > 0 || delta.Tokens.Count > 0)
        {
            var tokens = request.TellsTokens ? CompletionWords.LogProbs(delta.Tokens, ref _offsets[choice]) : null;
            Send(to, new CompletionChoice(delta.Text, choice, tokens, null));
        }
        if (delta.End is not { } end) return;
        _ends[choice] = end;
        var last = new CompletionChoice("", choice, null, ChatWords.FinishReason(end));
        to.Send(envelope with { Choices = [last], Timings = Timings.Of(end) }, OpenAiJson.Default.Completion);
    }

    public void End(EventStream to)
    {
        var usage = request.IncludeUsage ? Usage.Of(_ends, request.ChoicesOfPrompt) : null;
        if (usage is not null) to.Send(envelope with { Usage = usage }, OpenAiJson.Default.Completion);
        to.Write("[DONE]"u8);
    }

    private void Send(EventStream to, CompletionChoice choice) =>
        to.Send(envelope with { Choices = [choice] }, OpenAiJson.Default.Completion);
}
