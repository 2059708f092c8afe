using GoatHost.Abstractions;

namespace Plugins.LlamaCpp.Tests;

/// <summary>What a seed promises: one answer to one request on one machine, while nobody else is being answered.</summary>
public sealed class SeedTests
{
    private static readonly GenerationRequest Seeded = TinyModel.Prompt("And the LORD said unto Moses, Speak unto", 60, seed: 99, temperature: 1.2f);

    [Fact]
    public async Task A_seed_gives_the_same_answer_whatever_was_answered_before_and_is_kept_of_it()
    {
        string first;
        await using (var session = await TinyModel.OpenAsync())
        {
            first = (await session.AskAsync(Seeded)).Text;
            await FillAsync(session);
            Assert.Equal(first, (await session.AskAsync(Seeded)).Text);
        }
        await using var other = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, Parallel = 3 });
        await FillAsync(other);
        Assert.Equal(first, (await other.AskAsync(Seeded)).Text);
    }

    /// <summary>What is kept serves requests without a seed alone: a hit may change the last bits of what is computed after it.</summary>
    [Fact]
    public async Task A_seeded_request_takes_nothing_over_and_one_without_does()
    {
        await using var session = await TinyModel.OpenAsync();
        await session.AskAsync(Seeded);
        Assert.Equal(0, (await session.AskAsync(Seeded)).End.CachedTokens);
        var free = Seeded with { Sampling = Seeded.Sampling with { Seed = null } };
        Assert.True((await session.AskAsync(free)).End.CachedTokens > 0);
    }

    /// <summary>Leaves answers in the context that begin as the seeded one does, and vectors behind.</summary>
    private static async Task FillAsync(IModelSession session)
    {
        var others = Enumerable.Range(0, 5).Select(at => session.AskAsync(Seeded with
        {
            Prompt = Seeded.Prompt + (at % 2 == 0 ? "" : " the children"),
            MaxTokens = 10 + 7 * at,
            Sampling = new SamplingOptions(),
        }));
        await Task.WhenAll(others);
        await session.EmbedAsync("In the beginning");
    }
}
