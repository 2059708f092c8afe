using GoatHost.Abstractions;
using GoatHost.TestKit;
using GoatHost.TestKit.Gguf;

namespace Plugins.LlamaCpp.Tests.Adapters;

public sealed class AdapterTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static readonly string[] Prompts = ["In the beginning", "And the king said", "The LORD is my shepherd", "Blessed are"];

    private readonly TinyAdapters _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task An_adapter_that_adds_nothing_changes_nothing()
    {
        await using var session = await OpenAsync(_files.Merged("base.gguf", 0), ("nothing", _files.Write("nothing.gguf", TinyAdapters.Deltas(strength: 0))));
        var without = await session.AskAsync(Ask(Prompts[0]));
        var with = await session.AskAsync(Ask(Prompts[0]) with { Adapters = [new("nothing")] });
        Assert.Equal(without.Text, with.Text);
        Assert.Equal(Chances(without), Chances(with));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.25f)]
    [InlineData(-0.5f)]
    public async Task A_model_with_an_adapter_speaks_like_one_with_its_weights_merged(float scale)
    {
        var deltas = TinyAdapters.Deltas();
        await using var adapted = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", deltas)));
        await using var merged = await OpenAsync(_files.Merged("merged.gguf", scale, deltas));
        var without = await adapted.AskAsync(Ask(Prompts[0]));
        foreach (var prompt in Prompts)
        {
            var (expected, told) = (await merged.AskAsync(Ask(prompt)), await adapted.AskAsync(Ask(prompt) with { Adapters = [new("kings", scale)] }));
            Assert.Equal(expected.Text, told.Text);
            foreach (var (one, other) in Chances(expected).Zip(Chances(told))) Assert.Equal(one, other, 0.01);
        }
        Assert.NotEqual(without.Text, (await merged.AskAsync(Ask(Prompts[0]))).Text);
        // What an adapter did is not felt by who comes after.
        Assert.Equal(without.Text, (await adapted.AskAsync(Ask(Prompts[0]))).Text);
    }

    [Fact]
    public async Task Adapters_add_up()
    {
        var (one, two) = (TinyAdapters.Deltas(seed: 1), TinyAdapters.Deltas(seed: 50, rank: 2));
        await using var both = await OpenAsync(_files.Merged("base.gguf", 0), ("one", _files.Write("one.gguf", one)), ("two", _files.Write("two.gguf", two)));
        await using var merged = await OpenAsync(_files.Merged("merged.gguf", 0.5f, [.. one, .. two]));
        var told = await both.AskAsync(Ask(Prompts[1]) with { Adapters = [new("two", 0.5f), new("one", 0.5f)] });
        Assert.Equal((await merged.AskAsync(Ask(Prompts[1]))).Text, told.Text);
    }

    [Fact]
    public async Task Answers_with_different_scales_side_by_side_are_those_that_each_gives_alone()
    {
        await using var session = await OpenAsync(_files.Merged("base.gguf", 0), ("kings", _files.Write("kings.gguf", TinyAdapters.Deltas())));
        var requests = Prompts.SelectMany(prompt => new[] { 0f, 0.5f, 1f }.Select(scale => Ask(prompt) with { Adapters = [new("kings", scale)] })).ToList();
        var alone = new List<string>();
        foreach (var request in requests) alone.Add((await session.AskAsync(request with { CachePrompt = false })).Text);
        Assert.True(alone.Distinct().Count() > Prompts.Length);
        for (var round = 0; round < 2; round++)
        {
            var together = await Task.WhenAll(requests.Select(request => session.AskAsync(request))).WaitAsync(Soon);
            Assert.Equal(alone, together.Select(answer => answer.Text));
        }
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
            var again = await session.AskAsync(request);
            Assert.Equal((expected.End.PromptTokens - 1, expected.Text), (again.End.CachedTokens, again.Text));
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

    private static GenerationRequest Ask(string prompt) =>
        TinyModel.Prompt(prompt, 12, seed: null, temperature: 0) with { IgnoreEnd = true, LogProbabilities = 8 };

    private static IEnumerable<double> Chances(Answer answer) =>
        answer.Tokens.Where(token => token.LogProbability > -10).Select(token => (double)token.LogProbability);

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum());
}
