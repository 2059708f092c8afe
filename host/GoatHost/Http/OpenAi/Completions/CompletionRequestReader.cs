using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>Reads a request to go on with a text.</summary>
internal static class CompletionRequestReader
{
    private const double Hottest = 2;
    private const int MostAlternatives = 20;
    private const int MostChoices = 64;

    // OpenAI's own default here; unlike a chat's, such an answer often has no end of its own.
    private const int UsualTokens = 16;

    public static CompletionRequest Read(JsonFields body)
    {
        var isLimited = body.Get("max_tokens") is not null || body.Get("n_predict") is not null;
        var common = new GenerationRequest
        {
            Suffix = body.Text("suffix") is { Length: > 0 } suffix ? suffix : null,
            Format = FormatFields.Read(body),
            Sampling = SamplingFields.Read(body, Hottest),
            Stop = StopField.Read(body),
            MaxTokens = isLimited ? LimitField.Read(body, "max_tokens", "n_predict") : UsualTokens,
            IgnoreEnd = body.Boolean("ignore_eos") ?? false,
            LogProbabilities = body.Integer("logprobs", 0, MostAlternatives),
            KeepTokens = body.Integer("n_keep", -1) ?? 0,
            CachePrompt = body.Boolean("cache_prompt") ?? true,
        };
        var count = body.Integer("n", 1, Choices.Most) ?? 1;
        var best = body.Integer("best_of", count, Choices.Most) ?? count;
        var stream = body.Boolean("stream") ?? false;
        if (stream && best > count) throw body.Wrong("best_of", "n, or left out: which answer is best is known when all have ended");
        if (best > count) common = common with { LogProbabilities = common.LogProbabilities ?? 0 };
        var prompts = PromptField.Read(body, "prompt", MostChoices / best, common);
        return new CompletionRequest(
            body.RequiredText("model"), prompts, count, body.Boolean("echo") ?? false, stream,
            body.Fields("stream_options")?.Boolean("include_usage") ?? false)
        {
            Tried = best, TellsTokens = body.Get("logprobs") is not null,
        };
    }
}
