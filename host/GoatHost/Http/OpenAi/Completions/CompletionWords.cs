using GoatHost.Abstractions;
using GoatHost.Http.OpenAi.Chat;

namespace GoatHost.Http.OpenAi.Completions;

/// <summary>A session's log-probabilities as <c>/v1/completions</c> tells them.</summary>
internal static class CompletionWords
{
    /// <param name="offset">Characters of the text before the first token; moved to the end of the last.</param>
    public static CompletionLogProbs LogProbs(IReadOnlyList<TokenInfo> tokens, ref int offset)
    {
        var offsets = new int[tokens.Count];
        for (var at = 0; at < tokens.Count; at++)
        {
            offsets[at] = offset;
            offset += tokens[at].Text.Length;
        }
        return new CompletionLogProbs(
            [.. tokens.Select(token => token.Text)],
            [.. tokens.Select(token => ChatWords.Finite(token.LogProbability))],
            [.. tokens.Select(Likeliest)],
            offsets);
    }

    private static Dictionary<string, float> Likeliest(TokenInfo token)
    {
        var likeliest = new Dictionary<string, float>();
        // Several tokens may look alike: the likeliest comes first, and counts.
        foreach (var other in token.Alternatives) likeliest.TryAdd(other.Text, ChatWords.Finite(other.LogProbability));
        return likeliest;
    }
}
