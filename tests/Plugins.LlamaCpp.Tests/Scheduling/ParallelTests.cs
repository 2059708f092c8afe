using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;

namespace Plugins.LlamaCpp.Tests.Scheduling;

public sealed class ParallelTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly string[] Prompts =
    [
        "In the beginning", "And the king said", "The LORD is my shepherd", "And it came to pass",
        "Blessed are", "Let there be", "Now these are the names", "Go ye",
    ];

    [Fact]
    public async Task Answers_written_together_are_those_written_alone()
    {
        await using var session = await TinyModel.OpenAsync("F16");
        var requests = Prompts.Select(prompt => TinyModel.Prompt(prompt, 40, seed: null, temperature: 0)).ToList();
        var alone = new List<string>();
        foreach (var request in requests) alone.Add((await session.AskAsync(request)).Text);
        var batches = Counts(session).Batches;
        var together = await Task.WhenAll(requests.Select(request => session.AskAsync(request)));
        Assert.Equal(alone, together.Select(answer => answer.Text));
        Assert.InRange(Counts(session).Batches - batches, 1, Prompts.Length * 41);
    }

    [Fact]
    public async Task More_streams_than_the_context_holds_are_all_answered_whole()
    {
        // Eight answers of 100 tokens and more want 800 cells of 256.
        await using var session = await TinyModel.OpenAsync("F16", new SessionOptions { Threads = 1, ContextTokens = 256, Parallel = 8 });
        var requests = Prompts.Select(prompt => TinyModel.Prompt(prompt, 120, seed: null, temperature: 0) with { IgnoreEnd = true }).ToList();
        var answers = await Task.WhenAll(requests.Select(request => session.AskAsync(request))).WaitAsync(Soon);
        Assert.All(answers, answer => Assert.Equal((FinishReason.Length, 120), (answer.End.Reason, answer.End.GeneratedTokens)));
        Assert.True(Counts(session).PutOff > 0);

        await using var fresh = await TinyModel.OpenAsync("F16");
        for (var i = 0; i < requests.Count; i++) Assert.Equal((await fresh.AskAsync(requests[i])).Text, answers[i].Text);
    }

    [Fact]
    public async Task A_long_prompt_does_not_hold_up_a_stream()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, BatchTokens = 32 });
        var started = new TaskCompletionSource();
        var seen = 0;
        var stream = Task.Run(async () =>
        {
            var endless = TinyModel.Prompt("In the beginning", 300, temperature: 0) with { IgnoreEnd = true };
            await foreach (var _ in session.GenerateAsync(endless, default))
            {
                if (Interlocked.Increment(ref seen) == 8) started.SetResult();
            }
        });
        await started.Task.WaitAsync(Soon);
        var (before, batches) = (Volatile.Read(ref seen), Counts(session).Batches);
        // Some 150 tokens, in batches of 32: the stream is in each of them.
        var answer = await session.AskAsync(TinyModel.Prompt(string.Concat(Enumerable.Repeat("<|im_end|>", 150)), 1));
        Assert.Equal(151, answer.End.PromptTokens);
        var prompted = Counts(session).Batches - batches;
        await stream.WaitAsync(Soon);
        Assert.True(prompted >= 5, $"{prompted} batches");
        Assert.True(before < 300);
    }

    [Fact]
    public async Task A_beginning_that_was_asked_before_is_not_computed_again()
    {
        await using var session = await TinyModel.OpenAsync("F16");
        var shared = "And it came to pass in those days, that there went out a decree from the king, that all the people should be numbered";
        var first = await session.AskAsync(TinyModel.Prompt(shared + " and", 8, seed: null, temperature: 0));
        Assert.Equal(0, first.End.CachedTokens);
        var other = await session.AskAsync(TinyModel.Prompt("Blessed are the meek", 8, seed: null, temperature: 0));
        Assert.InRange(other.End.CachedTokens, 0, 2);
        var again = await session.AskAsync(TinyModel.Prompt(shared + " but", 8, seed: null, temperature: 0));
        Assert.InRange(again.End.CachedTokens, first.End.PromptTokens - 2, first.End.PromptTokens);
        var whole = await session.AskAsync(TinyModel.Prompt(shared + " and", 8, seed: null, temperature: 0));
        Assert.Equal(first.End.PromptTokens - 1, whole.End.CachedTokens);
        Assert.Equal(first.Text, whole.Text);
        var unshared = TinyModel.Prompt(shared, 8, seed: null, temperature: 0) with { CachePrompt = false };
        Assert.Equal(0, (await session.AskAsync(unshared)).End.CachedTokens);
        Assert.Equal(0, (await session.AskAsync(TinyModel.Prompt(shared, 8, seed: 1))).End.CachedTokens);
    }

    [Fact]
    public async Task Many_conversations_are_remembered_at_once_and_answered_as_if_they_were_not()
    {
        await using var session = await TinyModel.OpenAsync("F16", new SessionOptions { Threads = 1, Parallel = 2 });
        await using var fresh = await TinyModel.OpenAsync("F16");
        // What is kept may fill half of the context.
        var texts = Prompts.Take(5).ToArray();
        for (var turn = 0; turn < 3; turn++)
        {
            for (var i = 0; i < texts.Length; i++)
            {
                var request = TinyModel.Prompt(texts[i], 10, seed: null, temperature: 0) with { IgnoreEnd = true };
                var answer = await session.AskAsync(request);
                if (turn > 0) Assert.InRange(answer.End.CachedTokens, answer.End.PromptTokens / 2, answer.End.PromptTokens - 1);
                Assert.Equal((await fresh.AskAsync(request with { CachePrompt = false })).Text, answer.Text);
                texts[i] += answer.Text + " and";
            }
        }
    }

    [Fact]
    public async Task Two_answers_to_one_prompt_share_its_cells()
    {
        // 400 tokens of prompt twice, in 512 cells.
        await using var session = await TinyModel.OpenAsync("F16", new SessionOptions { Threads = 1, Parallel = 4 });
        var text = string.Concat(Enumerable.Repeat("<|im_end|>", 400)) + "In";
        var prompt = TinyModel.Prompt(text, 30, seed: null, temperature: 0) with { IgnoreEnd = true };
        var expected = (await session.AskAsync(prompt)).Text;
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => session.AskAsync(prompt))).WaitAsync(Soon);
        Assert.All(answers, answer => Assert.Equal(expected, answer.Text));
        Assert.All(answers, answer => Assert.Equal(answer.End.PromptTokens - 1, answer.End.CachedTokens));
        Assert.Equal(0, Counts(session).PutOff);
    }

    [Fact]
    public async Task As_many_wait_as_may_and_the_next_is_told_so()
    {
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, Parallel = 2, Queue = 3 });
        Assert.Equal((2, 3), (session.Limits.Parallel, session.Limits.Queue));
        using var stop = new CancellationTokenSource();
        var request = new GenerationRequest { Prompt = "In the beginning", IgnoreEnd = true, ShiftContext = true };
        var all = Enumerable.Range(0, 12).Select(_ => session.AskAsync(request, stop.Token)).ToList();
        for (var refused = 0; refused < 6; refused++)
        {
            var ended = await Task.WhenAny(all).WaitAsync(Soon);
            var busy = await Assert.ThrowsAsync<BusyException>(() => ended);
            Assert.Contains("3 requests already wait", busy.Message);
            all.Remove(ended);
        }
        await stop.CancelAsync();
        foreach (var one in all)
        {
            Assert.True(await Record.ExceptionAsync(() => one.WaitAsync(Soon)) is OperationCanceledException or BusyException);
        }
    }

    [Fact]
    public async Task Hundreds_of_requests_with_random_ends_all_end_as_they_should()
    {
        var random = new Random(5);
        var options = new SessionOptions { Threads = 1, ContextTokens = 256, Parallel = 6, Queue = 1000 };
        await using var session = await TinyModel.OpenAsync(options: options);
        var all = Enumerable.Range(0, 300).Select(i =>
        {
            var text = string.Join(' ', Enumerable.Repeat(Prompts[i % 8], 1 + random.Next(12)));
            var request = TinyModel.Prompt(text, 1 + random.Next(60), seed: i % 3 == 0 ? 7u : null)
                with { ShiftContext = i % 5 == 0, CachePrompt = i % 7 != 0, IgnoreEnd = i % 4 == 0 };
            return AskAsync(session, request, random.Next(3) == 0 ? random.Next(400) : null);
        }).ToList();
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(90));
        Assert.True((await Task.WhenAll(all)).Count(ended => ended) > 150);
        Assert.Equal(24, (await session.AskAsync(TinyModel.Prompt("In the beginning"))).End.GeneratedTokens);
    }

    private static async Task<bool> AskAsync(IModelSession session, GenerationRequest request, int? stopAfter)
    {
        using var stop = new CancellationTokenSource();
        if (stopAfter is { } milliseconds) stop.CancelAfter(milliseconds);
        try
        {
            var answer = await session.AskAsync(request, stop.Token);
            Assert.InRange(answer.End.GeneratedTokens, 0, request.MaxTokens!.Value);
            return true;
        }
        catch (OperationCanceledException)
        {
            Assert.True(stop.IsCancellationRequested);
            return false;
        }
    }

    private static GoatHost.Plugins.LlamaCpp.Scheduling.LoopCounts Counts(IModelSession session) => ((LlamaSession)session).Counts;
}
