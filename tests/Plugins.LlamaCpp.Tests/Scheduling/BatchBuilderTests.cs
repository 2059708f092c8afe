using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Scheduling;

namespace Plugins.LlamaCpp.Tests.Scheduling;

public sealed class BatchBuilderTests : IAsyncLifetime, IDisposable
{
    private readonly List<Generation> _generations = [];
    private readonly TokenBatch _batch = new(capacity: 512, vocabularySize: 100, sequences: 8, outputs: 8);
    private readonly PromptBudget _budget = new(512);
    private readonly BatchBuilder _builder;
    private IModelSession? _session;

    public BatchBuilderTests() => _builder = new BatchBuilder(_batch, new WidthChooser(8), _budget);

    public async Task InitializeAsync() => _session = await TinyModel.OpenAsync();

    public async Task DisposeAsync()
    {
        _generations.ForEach(generation => generation.Dispose());
        await _session!.DisposeAsync();
    }

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void Streams_are_in_every_batch_and_a_prompt_gets_what_is_left()
    {
        var (stream, prompt) = (Begin(tokens: 10, held: 9), Begin(tokens: 2000, held: 0));
        Assert.True(_builder.Build([prompt, stream], room: 4000, int.MaxValue, AdapterSet.None));
        Assert.Equal(1, CountOf(stream));
        Assert.InRange(CountOf(prompt), 16, 128);
        Assert.Equal((1, 1), (_builder.Width, _batch.Outputs));
    }

    [Fact]
    public void A_prompt_alone_gets_the_whole_batch()
    {
        var prompt = Begin(tokens: 2000, held: 0);
        Assert.True(_builder.Build([prompt], room: 4000, int.MaxValue, AdapterSet.None));
        Assert.Equal((512, 0), (CountOf(prompt), _batch.Outputs));
        Hold(prompt, 1990);
        Assert.True(_builder.Build([prompt], room: 4000, int.MaxValue, AdapterSet.None));
        Assert.Equal((10, 1), (CountOf(prompt), _batch.Outputs));
    }

    [Fact]
    public void A_slow_machine_gives_a_prompt_less_beside_streams_and_never_nothing()
    {
        var (stream, prompt) = (Begin(tokens: 10, held: 9), Begin(tokens: 2000, held: 0));
        _budget.Observe(512, TimeSpan.FromSeconds(512));
        Assert.True(_builder.Build([stream, prompt], room: 4000, int.MaxValue, AdapterSet.None));
        Assert.Equal(16, CountOf(prompt));
    }

    [Fact]
    public void Prompts_share_a_batch_and_a_short_one_need_not_wait_for_a_long_one()
    {
        var (first, second) = (Begin(tokens: 2000, held: 0), Begin(tokens: 20, held: 0));
        Assert.True(_builder.Build([first, second], room: 4000, int.MaxValue, AdapterSet.None));
        Assert.Equal((492, 20), (CountOf(first), CountOf(second)));
    }

    [Fact]
    public void A_batch_is_no_larger_than_the_room()
    {
        var (stream, prompt) = (Begin(tokens: 10, held: 9), Begin(tokens: 2000, held: 0));
        Assert.True(_builder.Build([stream, prompt], room: 3, int.MaxValue, AdapterSet.None));
        Assert.Equal((1, 2), (CountOf(stream), CountOf(prompt)));
    }

    [Fact]
    public void What_nobody_wants_any_more_is_in_no_batch()
    {
        var stream = Begin(tokens: 10, held: 9);
        stream.Cancel();
        Assert.False(_builder.Build([stream], room: 3, int.MaxValue, AdapterSet.None));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(100, 0, 0)]
    [InlineData(5, -1, 0)]
    [InlineData(5, 0, 8)]
    [InlineData(5, 0, -1)]
    public void A_batch_takes_nothing_that_llama_cpp_would_abort_on(int token, int position, int sequence) =>
        Assert.Throws<GoatException>(() => _batch.Add(token, position, sequence, output: false));

    [Fact]
    public void A_batch_takes_no_more_than_it_holds()
    {
        for (var i = 0; i < 512; i++) _batch.Add(1, i, 0, output: i < 8);
        Assert.Throws<GoatException>(() => _batch.Add(1, 512, 0, output: false));
        _batch.Clear();
        for (var i = 0; i < 8; i++) _batch.Add(1, 0, i, output: true);
        Assert.Throws<GoatException>(() => _batch.Add(1, 1, 0, output: true));
        _batch.Clear();
        Assert.Throws<GoatException>(() => _batch.AsNative());
    }

    private int CountOf(Generation generation) => _builder.Parts.Where(part => part.Generation == generation).Sum(part => part.Count);

    private Generation Begin(int tokens, int held)
    {
        var vocabulary = ((LlamaSession)_session!).Vocabulary;
        var request = new GenerationRequest { Prompt = "" };
        var sampler = new TokenSampler(request, null, vocabulary, 512);
        var prompt = new Prompt([.. Enumerable.Repeat(5, tokens)]);
        var generation = new Generation(request, prompt, sampler, deltas => new AnswerWriter(request, vocabulary, null, deltas))
        {
            Sequence = new Sequence(_generations.Count),
        };
        _generations.Add(generation);
        Hold(generation, held);
        return generation;
    }

    private static void Hold(Generation generation, int tokens) =>
        generation.Sequence!.Tokens.AddRange(generation.Tokens.Take(tokens).Skip(generation.Sequence.Count));
}
