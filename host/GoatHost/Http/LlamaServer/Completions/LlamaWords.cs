using System.Text;
using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.LlamaServer.Completions;

/// <summary>A session's words in llama-server's.</summary>
internal static class LlamaWords
{
    public static LlamaCompletion Last(PreparedCompletion asked, int index, LlamaCompletion answer, GenerationEnd? end) => answer with
    {
        Stop = true,
        Model = asked.Request.Model,
        Prompt = asked.Texts[index],
        IdSlot = asked.Request.Slot,
        TokensPredicted = end?.GeneratedTokens,
        TokensEvaluated = end?.PromptTokens,
        TokensCached = end?.PromptTokens + end?.GeneratedTokens,
        Truncated = end?.ContextShifts > 0,
        StopType = StopType(end),
        StoppingWord = end?.StopString ?? "",
        GenerationSettings = LlamaGenerationSettings.Of(asked.Generations[index], asked.Request),
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
}
