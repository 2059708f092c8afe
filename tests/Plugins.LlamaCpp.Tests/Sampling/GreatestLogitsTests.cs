using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Sampling;

namespace Plugins.LlamaCpp.Tests.Sampling;

public sealed class GreatestLogitsTests
{
    public static TheoryData<string> Options => [.. Each.Keys];

    private static Dictionary<string, SamplingOptions> Each { get; } = new()
    {
        ["usual"] = new(),
        ["a cut to one"] = new() { TopK = 1 },
        ["no penalty"] = new() { RepeatPenalty = 1, TopK = 5 },
        ["a penalty that lifts"] = new() { RepeatPenalty = 0.2f, PresencePenalty = -3, RepeatLastN = 30 },
        ["a long memory"] = new() { FrequencyPenalty = 1, RepeatLastN = 200 },
        ["dry"] = new() { DryMultiplier = 3, DryAllowedLength = 0, DrySequenceBreakers = [] },
        ["greedy with penalties"] = new() { Temperature = 0, RepeatPenalty = 2, FrequencyPenalty = 2 },
        ["a cut after another"] = new() { TopNSigma = 1, TopK = 20 },
        ["biases"] = new() { LogitBias = new Dictionary<int, float> { [3] = 9, [5] = float.NegativeInfinity, [7] = -4 } },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(700)]
    public void They_are_those_that_sorting_puts_first(int count)
    {
        var random = new Random(count);
        var search = new GreatestLogits();
        for (var round = 0; round < 200; round++)
        {
            // Few steps give many equals; a rising row raises the floor with every vector.
            var steps = round % 3 == 0 ? 7 : int.MaxValue;
            var logits = Enumerable.Range(0, 2_000 + round).Select(_ => random.Next(steps) / (float)steps).ToArray();
            if (round % 5 == 0) Array.Sort(logits);
            var found = search.Find(logits, count).ToArray();
            Assert.Equal(count, found.Distinct().Count());
            Assert.Equal(logits.OrderDescending().Take(count), found.Select(id => logits[id]).OrderDescending());
            Assert.False(search.IsDamaged);
        }
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.NaN, 2_002)]
    [InlineData(float.PositiveInfinity, 900)]
    [InlineData(float.PositiveInfinity, 2_002)]
    public void What_is_no_number_is_seen_wherever_it_stands(float logit, int at)
    {
        var logits = new float[2_003];
        logits[at] = logit;
        var search = new GreatestLogits();
        search.Find(logits, 10);
        Assert.True(search.IsDamaged);
        search.Find(new float[2_003], 10);
        Assert.False(search.IsDamaged);
    }

    [Fact]
    public void What_cannot_be_is_never_among_them()
    {
        float[] logits = [.. Enumerable.Repeat(float.NegativeInfinity, 500)];
        (logits[3], logits[77]) = (-5, -6);
        Assert.Equal([3, 77], new GreatestLogits().Find(logits, 10).ToArray().Order());
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task A_draw_from_them_is_the_draw_from_all(string name)
    {
        await using var session = await TinyModel.OpenAsync();
        var (vocabulary, options) = (((LlamaSession)session).Vocabulary, Each[name] with { Seed = 11 });
        var request = TinyModel.Prompt("x", 1) with { Sampling = options };
        using var sampler = new TokenSampler(request, null, vocabulary, contextSize: 512);
        using var chain = new SamplerChain(options, vocabulary, contextSize: 512);
        using var few = new Candidates(vocabulary.Size);
        using var all = new Candidates(vocabulary.Size);
        var bias = LogitBiases.Make(request, vocabulary);
        var random = new Random(5);
        var logits = new float[vocabulary.Size];
        for (var round = 0; round < 400; round++)
        {
            for (var id = 0; id < logits.Length; id++) logits[id] = (random.NextSingle() * 12) - 6;
            var drawn = sampler.Draw(logits, few);
            all.Fill(logits, bias);
            all.Apply(chain.Handle);
            Assert.Equal(all.Chosen, drawn);
            LlamaApi.llama_sampler_accept(chain.Handle, drawn);
        }
    }
}
