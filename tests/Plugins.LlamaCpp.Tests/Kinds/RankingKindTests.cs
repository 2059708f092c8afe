using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Kinds;

/// <summary>Models that score texts: an encoder with a head for it, and a decoder whose file says how to ask it.</summary>
public sealed class RankingKindTests : IDisposable
{
    private static readonly string[] Documents = ["ba be", "do du da de", "ki ko", "la lu li lo le la lu li lo le la lu li lo le", "ba be bi bo bu"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_encoder_scores_a_query_and_a_text_that_a_separator_parts()
    {
        const int Begin = 2, Separator = 3;
        await CheckAsync(RandomKinds.WriteEncodingRanker(_folder), async (query, document, tokenize) =>
            [Begin, .. await tokenize(query), Separator, .. await tokenize(document)]);
    }

    [Fact]
    public async Task A_decoder_scores_what_its_own_prompt_makes_of_them()
    {
        await CheckAsync(RandomKinds.WriteDecodingRanker(_folder), async (query, document, tokenize) =>
            [1, .. await tokenize($"ba {query} be {document}"), 2]);
    }

    private static async Task CheckAsync(VerifiedModel model, Func<string, string, Func<string, Task<IReadOnlyList<int>>>, Task<int[]>> pair)
    {
        await using var session = await TinyModel.Runtime.OpenAsync(model, new SessionOptions { Threads = 1 }, null, default);
        Assert.Equal((true, false, false), (session.Limits.Ranks, session.Limits.Embeds, session.Limits.Generates));
        using var plain = new PlainLoop(model, Pooling.Unspecified);
        foreach (var query in new[] { "bi bo", "mu" })
        {
            var ranked = await session.RankAsync(new RankRequest(query, Documents), default);
            Assert.True(ranked.Scores.Distinct().Count() == Documents.Length && ranked.PromptTokens > Documents.Length * 3);
            for (var i = 0; i < Documents.Length; i++)
            {
                var tokens = await pair(query, Documents[i], text => session.TokenizeAsync(new TokenizeRequest(text), default));
                Assert.Equal(plain.Score(tokens), ranked.Scores[i], 0.001);
            }
        }
        await Assert.ThrowsAsync<RequestException>(() => session.AskAsync(TinyModel.Prompt("ba")));
        await Assert.ThrowsAsync<RequestException>(() => session.EmbedAsync("ba"));
        var tooLong = await Assert.ThrowsAsync<ContextExceededException>(() => session.RankAsync(new RankRequest("ba", [string.Join(' ', Enumerable.Repeat("ba", 400))]), default));
        Assert.Equal(KindWriter.Context, tooLong.ContextTokens);
    }
}
