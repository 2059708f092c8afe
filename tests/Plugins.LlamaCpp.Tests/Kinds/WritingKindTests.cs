using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.TestKit;

namespace Plugins.LlamaCpp.Tests.Kinds;

/// <summary>Kinds of model that write: whatever is kept of earlier prompts, an answer is what a plain loop over llama.cpp gives.</summary>
public sealed class WritingKindTests : IDisposable
{
    // Logits of these models lie some three apart; sums in another order move them by less than this.
    private const float Close = 0.05f;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A kind, and whether it can forget the end of what it has read.</summary>
    public static TheoryData<string, bool> Kinds => new() { { "llama", true }, { "gemma2", true }, { "gemma3", true }, { "mamba", false }, { "lfm2", false } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_answer_is_right_whatever_was_asked_before(string kind, bool forgets)
    {
        var model = RandomKinds.Write(kind, _folder);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model);
        Assert.Equal((true, kind), (session.Limits.Generates, model.Summary.Architecture));
        int[] first = [1, .. Words(60, seed: 1)];

        Assert.Equal(0, (await AskAsync(session, plain, first)).Cached);

        // Half of it again, and on another way: what can forget goes on from there.
        int[] second = [.. first[..40], .. Words(20, seed: 2)];
        var other = await AskAsync(session, plain, second);
        Assert.Equal(forgets ? 40 : 0, other.Cached);

        // The conversation goes on, as all kinds can. The last token of an answer was drawn and not computed.
        int[] longer = [.. second, .. other.Tokens, .. Words(10, seed: 3)];
        Assert.Equal(second.Length + other.Tokens.Count - 1, (await AskAsync(session, plain, longer)).Cached);

        // The very same prompt: a state of all of it stands for too much.
        Assert.Equal(forgets ? longer.Length - 1 : 0, (await AskAsync(session, plain, longer)).Cached);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answers_side_by_side_are_right(string kind, bool forgets)
    {
        var model = RandomKinds.Write(kind, _folder);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model, new SessionOptions { Threads = 1, Parallel = 4, BatchTokens = 32 });
        var prompts = Enumerable.Range(0, 8).Select(i => (int[])[1, .. Words(8, seed: i / 4), .. Words(5 + (i * 3), seed: 10 + i)]).ToList();
        for (var round = 0; round < 2; round++)
        {
            var answers = await Task.WhenAll(prompts.Select(prompt => session.AskAsync(Ask(prompt, 12)))).WaitAsync(Soon);
            foreach (var (prompt, answer) in prompts.Zip(answers)) Check(plain, prompt, answer);
            // Who is put off may go on from what was computed of its own prompt.
            if (!forgets && ((LlamaSession)session).Counts.PutOff == 0) Assert.All(answers, answer => Assert.Equal(0, answer.End.CachedTokens));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_context_that_shifts_goes_on_as_llama_cpp_does(string kind, bool forgets)
    {
        const int Size = 48, Kept = 4;
        var model = RandomKinds.Write(kind, _folder);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model, new SessionOptions { Threads = 1, ContextTokens = Size });
        int[] prompt = [1, .. Words(20, seed: 5)];
        for (var round = 0; round < 2; round++)
        {
            var answer = await session.AskAsync(Ask(prompt, 90) with { ShiftContext = true, KeepTokens = Kept });
            Assert.Equal((90, true), (answer.End.GeneratedTokens, answer.End.ContextShifts > 1));
            Assert.InRange(plain.ShiftedShortfall(prompt, Ids(answer), Kept, Size), 0, Close);
            // What was moved serves nobody else.
            Assert.Equal(0, answer.End.CachedTokens);
        }
        var whole = await AskAsync(session, plain, prompt);
        Assert.Equal(forgets, (await AskAsync(session, plain, prompt)).Cached > 0);
        Assert.Equal(0, whole.Cached);
    }

    [Fact]
    public async Task Cancelled_prompts_leave_a_recurrent_state_that_serves_nobody_wrongly()
    {
        var model = RandomKinds.Write("mamba", _folder);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model, new SessionOptions { Threads = 1, Parallel = 2 });
        for (var i = 0; i < 12; i++)
        {
            using var stop = new CancellationTokenSource();
            int[] prompt = [1, .. Words(200, seed: i % 3)];
            var asked = session.AskAsync(Ask(prompt, 12), stop.Token);
            if (i % 2 == 0) await session.TokenizeAsync(new TokenizeRequest("ba"), default);
            await stop.CancelAsync();
            await Record.ExceptionAsync(() => asked.WaitAsync(Soon));
            await AskAsync(session, plain, prompt[..(100 + i)], 4);
        }
    }

    [Fact]
    public async Task A_gap_is_filled_between_the_marks_of_the_model()
    {
        var model = RandomKinds.WriteInfilling(_folder);
        using var plain = new PlainLoop(model);
        await using var session = await OpenAsync(model);
        Assert.True(session.Limits.Infills);
        var (before, after) = (await TokensAsync(session, "ba be bi"), await TokensAsync(session, "do du"));
        var (prefix, suffix, middle) = (259, 260, 261);
        int[] prompt = [1, prefix, .. before, suffix, .. after, middle];
        var answer = await session.AskAsync(Ask(prompt, 12) with { PromptTokens = null, Prompt = "ba be bi", Suffix = "do du" });
        Assert.Equal(prompt.Length, answer.End.PromptTokens);
        Check(plain, prompt, answer);

        await using var other = await OpenAsync(RandomKinds.Write("llama", _folder));
        Assert.False(other.Limits.Infills);
        await Assert.ThrowsAsync<RequestException>(() => other.AskAsync(Ask(prompt, 12) with { PromptTokens = null, Prompt = "ba", Suffix = "do" }));
    }

    private static Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions? options = null) =>
        TinyModel.Runtime.OpenAsync(model, options ?? new SessionOptions { Threads = 1 }, null, default);

    private static async Task<(IReadOnlyList<int> Tokens, int Cached)> AskAsync(IModelSession session, PlainLoop plain, int[] prompt, int tokens = 16)
    {
        var answer = await session.AskAsync(Ask(prompt, tokens)).WaitAsync(Soon);
        Check(plain, prompt, answer);
        return (Ids(answer), answer.End.CachedTokens);
    }

    private static void Check(PlainLoop plain, int[] prompt, Answer answer) => Assert.InRange(plain.Shortfall(prompt, Ids(answer)), 0, Close);

    private static GenerationRequest Ask(int[] prompt, int tokens) => new()
    {
        PromptTokens = prompt, MaxTokens = tokens, IgnoreEnd = true, LogProbabilities = 0, Sampling = new SamplingOptions { Temperature = 0, RepeatPenalty = 1 },
    };

    private static IReadOnlyList<int> Ids(Answer answer) => [.. answer.Tokens.Select(token => token.Id)];

    private static IEnumerable<int> Words(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.Next(259, KindWriter.Vocabulary));
    }

    private static async Task<IReadOnlyList<int>> TokensAsync(IModelSession session, string text) =>
        await session.TokenizeAsync(new TokenizeRequest(text), default);
}
