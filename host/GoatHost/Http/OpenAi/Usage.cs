using GoatHost.Abstractions;

namespace GoatHost.Http.OpenAi;

/// <summary>The tokens of a request. Several answers to one prompt count it once.</summary>
internal sealed record Usage(
    int PromptTokens, int CompletionTokens, int TotalTokens, PromptDetails PromptTokensDetails, CompletionDetails CompletionTokensDetails)
{
    public static Usage? Of(IEnumerable<GenerationEnd?> ends, int choicesOfPrompt)
    {
        var all = ends.OfType<GenerationEnd>().ToList();
        if (all.Count == 0) return null;
        var prompts = all.Where((_, at) => at % choicesOfPrompt == 0).ToList();
        var (prompt, drawn) = (prompts.Sum(end => end.PromptTokens), all.Sum(end => end.GeneratedTokens));
        var (cached, reasoned) = (prompts.Sum(end => end.CachedTokens), all.Sum(end => end.ReasoningTokens));
        return new Usage(prompt, drawn, prompt + drawn, new PromptDetails(cached), new CompletionDetails(reasoned));
    }
}

internal sealed record PromptDetails(int CachedTokens);

internal sealed record CompletionDetails(int ReasoningTokens);
