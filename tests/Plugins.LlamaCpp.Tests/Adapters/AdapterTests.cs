using GoatHost.Abstractions;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;
using Plugins.LlamaCpp.Tests.Kinds;

namespace Plugins.LlamaCpp.Tests.Adapters;

public sealed class AdapterTests : IDisposable
{
    // Logits lie units apart; sums in another order, and keys and values in half precision, move them by less than this.
    private const float Close = 0.1f;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static readonly string[] Prompts = ["In the beginning", "And the king said", "The LORD is my shepherd", "Blessed are"];

    private readonly TinyAdapters _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task An_adapter_that_adds_nothing_changes_nothing()
    {
        var model = _files.Merged("base.gguf", 0);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model, ("nothing", _files.Write("nothing.gguf", TinyAdapters.Deltas(strength: 0))));
        var told = await session.AskAsync(Ask(Prompts[0]) with { Adapters = [new("nothing")] });
        Assert.InRange(await ShortfallAsync(plain, session, Prompts[0], told), 0, Close);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.25f)]
    [InlineData(-0.5f)]
    public async Task A_model_with_an_adapter_speaks_like_one_with_its_weights_merged(float scale)
    {
        var deltas = TinyAdapters.Deltas();
        await using var adapted = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", deltas)));
        using var merged = new PlainLoop(_files.Merged("merged.gguf", scale, deltas));
        var (without, with) = (0f, 0f);
        foreach (var prompt in Prompts)
        {
            with = Math.Max(with, await ShortfallAsync(merged, adapted, prompt, await adapted.AskAsync(Ask(prompt) with { Adapters = [new("kings", scale)] })));
            // What an adapter did is not felt by who comes after.
            without = Math.Max(without, await ShortfallAsync(merged, adapted, prompt, await adapted.AskAsync(Ask(prompt))));
        }
        Assert.InRange(with, 0, Close);
        Assert.True(without > 4 * Close, $"{without}");
    }

    [Fact]
    public async Task Adapters_add_up()
    {
        var (one, two) = (TinyAdapters.Deltas(seed: 1), TinyAdapters.Deltas(seed: 50, rank: 2));
        await using var both = await OpenAsync(_files.Merged("base.gguf", 0), ("one", _files.Write("one.gguf", one)), ("two", _files.Write("two.gguf", two)));
        using var merged = new PlainLoop(_files.Merged("merged.gguf", 0.5f, [.. one, .. two]));
        var told = await both.AskAsync(Ask(Prompts[1]) with { Adapters = [new("two", 0.5f), new("one", 0.5f)] });
        Assert.InRange(await ShortfallAsync(merged, both, Prompts[1], told), 0, Close);
    }

    [Fact]
    public async Task Answers_with_different_scales_side_by_side_are_those_that_each_gives_alone()
    {
        var deltas = TinyAdapters.Deltas();
        await using var session = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", deltas)));
        float[] scales = [0, 0.5f, 1];
        var alone = scales.Select(scale => new PlainLoop(_files.Merged($"merged-{scale}.gguf", scale, deltas))).ToList();
        for (var round = 0; round < 2; round++)
        {
            var asked = Prompts.SelectMany(prompt => scales.Select(async scale => await session.AskAsync(Ask(prompt) with { Adapters = [new("kings", scale)] })));
            var answers = await Task.WhenAll(asked).WaitAsync(Soon);
            for (var i = 0; i < answers.Length; i++)
                Assert.InRange(await ShortfallAsync(alone[i % scales.Length], session, Prompts[i / scales.Length], answers[i]), 0, Close);
        }
        alone.ForEach(loop => loop.Dispose());
    }

    [Fact]
    public async Task A_prompt_is_not_reused_under_other_adapters()
    {
        await using var session = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", TinyAdapters.Deltas())));
        var (plain, adapted) = (Ask("And it came to pass in those days that there went out a decree"), Ask("And it came to pass in those days that there went out a decree") with { Adapters = [new("kings")] });
        var first = await session.AskAsync(plain);
        var other = await session.AskAsync(adapted);
        Assert.Equal((0, 0), (first.End.CachedTokens, other.End.CachedTokens));
        Assert.Equal(0, (await session.AskAsync(adapted with { Adapters = [new("kings", 0.5f)] })).End.CachedTokens);
        foreach (var (request, expected) in new[] { (plain, first), (adapted, other) })
        {
            Assert.Equal(expected.End.PromptTokens - 1, (await session.AskAsync(request)).End.CachedTokens);
        }
        // No scale is no adapter.
        Assert.Equal(first.End.PromptTokens - 1, (await session.AskAsync(adapted with { Adapters = [new("kings", 0)] })).End.CachedTokens);
    }

    [Fact]
    public async Task Texts_are_embedded_with_the_adapters_of_each_request()
    {
        var deltas = TinyAdapters.Deltas();
        await using var adapted = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", deltas)));
        await using var merged = await OpenAsync(_files.Merged("merged.gguf", 1, deltas));
        var text = new EmbeddingRequest([new EmbeddingInput { Text = "the king of Israel" }]);
        var asked = Enumerable.Range(0, 6).Select(i => adapted.EmbedAsync(i % 2 == 0 ? text : text with { Adapters = [new("kings")] }, default)).ToList();
        var vectors = (await Task.WhenAll(asked).WaitAsync(Soon)).Select(result => result.Vectors[0].ToArray()).ToList();
        var expected = (await merged.EmbedAsync(text, default)).Vectors[0].ToArray();
        for (var i = 0; i < vectors.Count; i++) Assert.Equal(i % 2 == 1, Distance(expected, vectors[i]) < 0.001);
    }

    [Fact]
    public async Task What_no_adapter_can_do_is_refused_with_a_sentence_and_hurts_nobody()
    {
        await using var session = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", TinyAdapters.Deltas())));
        Assert.Equal([new AdapterScale("kings", 0)], session.Limits.Adapters);
        foreach (var scale in new[] { float.NaN, float.PositiveInfinity, 1e9f, -1001f })
        {
            await Assert.ThrowsAsync<RequestException>(() => session.AskAsync(Ask(Prompts[0]) with { Adapters = [new("kings", scale)] }));
        }
        var unknown = await Assert.ThrowsAsync<RequestException>(() => session.AskAsync(Ask(Prompts[0]) with { Adapters = [new("queens")] }));
        Assert.Contains("queens", unknown.Message, StringComparison.Ordinal);
        // As far as scales go, the numbers of the model overflow, and the answer is what it may be.
        foreach (var scale in new[] { 1000f, -1000f }) Assert.InRange((await session.AskAsync(Ask(Prompts[0]) with { Adapters = [new("kings", scale)] })).End.GeneratedTokens, 0, 12);
        Assert.Equal(12, (await session.AskAsync(Ask(Prompts[0]))).End.GeneratedTokens);
    }

    [Fact]
    public async Task A_file_that_is_no_adapter_for_the_model_is_refused_with_a_sentence()
    {
        using var folder = new TempFolder();
        var wrong = LoraFile.Begin("gemma", 1);
        wrong.Write(folder["gemma.gguf"]);
        var cut = File.ReadAllBytes(_files.Write("kings.gguf", TinyAdapters.Deltas()));
        await File.WriteAllBytesAsync(folder["cut.gguf"], cut[..(cut.Length / 2)]);
        _ = LoraFile.Write(folder["wide.gguf"], 1, LoraDelta.Of("blk.0.attn_q.weight", 193, 192, 2, 1));
        foreach (var file in new[] { folder["gemma.gguf"], folder["cut.gguf"], folder["wide.gguf"], TinyModel.PathOf("Q8_0"), folder["none.gguf"] })
        {
            var refused = await Assert.ThrowsAsync<GoatException>(() => OpenAsync(TinyModel.Describe(), ("bad", file)));
            Assert.Contains("the adapter bad", refused.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<IModelSession> OpenAsync(VerifiedModel model, params (string Name, string Path)[] adapters) =>
        await TinyModel.Runtime.OpenAsync(TestModels.With(model, adapters), new SessionOptions { Threads = 1 }, null, default);

    /// <summary>How far an answer is from what a model says that has the adapters in its weights: hardly, but for sums in another order.</summary>
    private static async Task<float> ShortfallAsync(PlainLoop merged, IModelSession session, string prompt, Answer answer) =>
        merged.Shortfall(await session.TokenizeAsync(new TokenizeRequest(prompt) { AddMarks = true }, default), [.. answer.Tokens.Select(token => token.Id)]);

    private static GenerationRequest Ask(string prompt) =>
        TinyModel.Prompt(prompt, 12, seed: null, temperature: 0) with { IgnoreEnd = true, LogProbabilities = 8 };

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum());
}
