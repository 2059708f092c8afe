using System.Text;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.LlamaServer;

/// <summary>A session's words in llama-server's.</summary>
internal static class LlamaWords
{
    public static LlamaCompletion Last(LlamaCompletionRequest request, int index, LlamaCompletion answer, GenerationEnd? end) => answer with
    {
        Stop = true,
        Model = request.Model,
        Prompt = request.Prompts[index].Prompt ?? "",
        // Slots are not told: any of them, in llama-server's own word for it.
        IdSlot = -1,
        TokensPredicted = end?.GeneratedTokens,
        TokensEvaluated = end?.PromptTokens,
        TokensCached = end?.PromptTokens + end?.GeneratedTokens,
        Truncated = end?.ContextShifts > 0,
        StopType = StopType(end),
        StoppingWord = end?.StopString ?? "",
        GenerationSettings = Settings(request.Prompts[index]),
        Timings = Timings.Of(end),
    };

    public static IReadOnlyList<LlamaProbability> Probabilities(IReadOnlyList<TokenInfo> tokens) =>
        [.. tokens.Select(token => Probability(token) with { TopLogprobs = [.. token.Alternatives.Select(Probability)] })];

    private static LlamaProbability Probability(TokenInfo token) =>
        new(token.Id, token.Text, [.. Encoding.UTF8.GetBytes(token.Text).Select(b => (int)b)], ChatWords.Finite(token.LogProbability));

    private static string StopType(GenerationEnd? end) => end switch
    {
        null => "none",
        { Reason: FinishReason.Length } => "limit",
        { StopString: not null } => "word",
        _ => "eos",
    };

    private static LlamaGenerationSettings Settings(GenerationRequest request)
    {
        var sampling = request.Sampling;
        return new LlamaGenerationSettings(
            request.MaxTokens ?? -1, sampling.Seed, sampling.Temperature, sampling.TopK, sampling.TopP, sampling.MinP, request.Stop);
    }
}
