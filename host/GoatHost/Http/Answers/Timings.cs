using GoatHost.Abstractions;

namespace GoatHost.Http.Answers;

/// <summary>How long an answer took, under llama-server's names.</summary>
internal sealed record Timings(
    int CacheN, int PromptN, double PromptMs, double PromptPerTokenMs, double PromptPerSecond,
    int PredictedN, double PredictedMs, double PredictedPerTokenMs, double PredictedPerSecond)
{
    public static Timings? Of(GenerationEnd? end)
    {
        if (end is null) return null;
        var (prompt, prompted) = (end.PromptTokens - end.CachedTokens, (end.PromptTime - end.QueueTime).TotalMilliseconds);
        var (drawn, drew) = (end.GeneratedTokens, end.GenerationTime.TotalMilliseconds);
        return new Timings(
            end.CachedTokens, prompt, prompted, Ratio(prompted, prompt), 1000 * Ratio(prompt, prompted),
            drawn, drew, Ratio(drew, drawn), 1000 * Ratio(drawn, drew));
    }

    public static Timings Drawn(int tokens, TimeSpan took) => new(
        0, 0, 0, 0, 0, tokens, took.TotalMilliseconds, Ratio(took.TotalMilliseconds, tokens), 1000 * Ratio(tokens, took.TotalMilliseconds));

    // JSON has no word for infinity.
    private static double Ratio(double of, double by) => by > 0 ? of / by : 0;
}
