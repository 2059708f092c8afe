using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Scheduling;

namespace Plugins.LlamaCpp.Tests.Scheduling;

public sealed class AdapterTurnsTests : IAsyncLifetime
{
    private static readonly AdapterSet Half = new([(1, 0.5f)]);
    private static readonly AdapterSet Whole = new([(1, 1f)]);

    private readonly List<Generation> _running = [];
    private readonly AdapterTurns _turns = new();
    private IModelSession? _session;

    public async Task InitializeAsync() => _session = await TinyModel.OpenAsync();

    public async Task DisposeAsync()
    {
        _running.ForEach(generation => generation.Dispose());
        await _session!.DisposeAsync();
    }

    [Fact]
    public void Sets_are_told_apart_by_what_they_do()
    {
        Assert.Equal(Half, new AdapterSet([(2, 0), (1, 0.5f)]));
        Assert.Equal(AdapterSet.None, new AdapterSet([(1, 0)]));
        Assert.Equal(Half.GetHashCode(), new AdapterSet([(1, 0.5f)]).GetHashCode());
        Assert.NotEqual(Half, Whole);
        Assert.NotEqual(Half, new AdapterSet([(2, 0.5f)]));
    }

    [Fact]
    public void One_set_goes_on_as_long_as_nobody_wants_another()
    {
        Run(Half, Half);
        for (var at = 0; at < 5; at++) Assert.Same(Half, Choose(at * 100));
    }

    [Fact]
    public void Sets_take_turns_of_a_moment_each_and_none_is_forgotten()
    {
        Run(AdapterSet.None, Half, Half, Whole);
        var chosen = Enumerable.Range(0, 60).Select(at => Choose(at * 10)).ToList();
        foreach (var set in new[] { AdapterSet.None, Half, Whole }) Assert.InRange(chosen.Count(set.Equals), 15, 25);
        Assert.InRange(chosen.Zip(chosen.Skip(1)).Count(pair => !pair.First.Equals(pair.Second)), 8, 14);
    }

    [Fact]
    public void A_turn_ends_when_there_is_nothing_left_to_do_in_it()
    {
        Run(Half, Whole);
        var first = Choose(0);
        _running.First(generation => generation.Adapters.Equals(first)).Cancel();
        Assert.NotEqual(first, Choose(1));
    }

    private AdapterSet Choose(int milliseconds) => _turns.Choose(_running, TimeSpan.FromMilliseconds(milliseconds));

    private void Run(params AdapterSet[] sets)
    {
        var vocabulary = ((LlamaSession)_session!).Vocabulary;
        var request = new GenerationRequest { Prompt = "" };
        foreach (var set in sets)
        {
            var sampler = new TokenSampler(request, null, vocabulary, 512);
            _running.Add(new Generation(request, new Prompt([1]), sampler, deltas => new AnswerWriter(request, vocabulary, null, deltas)) { Adapters = set });
        }
    }
}
