using GoatHost.TestKit;
using Xunit.Abstractions;

namespace GoatHost.Tests.Soaks;

/// <summary>Tests that weigh the process, so that no other test runs beside them.</summary>
[CollectionDefinition(nameof(WeighingCollection), DisableParallelization = true)]
public sealed class WeighingCollection;

/// <summary>A server that is used, left in mid-stream, unloaded, reloaded, filled and emptied: it answers rightly, and holds no more at the end.</summary>
[Collection(nameof(WeighingCollection))]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int WarmUp = 2;
    private const int Callers = 4;

    /// <summary>A process breathes, and so do its pools of threads, sockets and buffers; over thousands of requests that is nothing for each.</summary>
    private const long ProcessSlack = 64 << 20;
    private const int ThreadSlack = 24;
    private const int HandleSlack = 16;
    private static readonly long HeapSlack = Rounds.Of(4, 1) << 20;

    [Fact]
    public Task A_server_with_a_runtime_in_its_own_process_stays_flat_and_right() =>
        SoakAsync("echoruntime", Rounds.Of(2, 60), Rounds.Of(3, 12), answersEcho: true);

    [Fact]
    public Task A_server_with_workers_stays_flat_and_leaves_none_behind() =>
        SoakAsync("llamacpp", Rounds.Of(1, 25), Rounds.Of(1, 4), answersEcho: false);

    private async Task SoakAsync(string runtime, int rounds, int calls, bool answersEcho)
    {
        await using var goat = await SoakedGoat.StartAsync(runtime);
        await RoundsAsync(goat, WarmUp, calls, answersEcho);
        var before = await Footprint.SettleAsync(goat.Data, print => print.Children == 0);

        await RoundsAsync(goat, rounds, calls, answersEcho);

        var after = await Footprint.SettleAsync(goat.Data, print => print.Children == 0
            && print.Handles <= before.Handles + HandleSlack
            && print.Threads <= before.Threads + ThreadSlack
            && print.Heap <= before.Heap + HeapSlack);
        output.WriteLine($"{runtime}: {rounds} rounds of {3 * calls * Callers} requests\n  before {before}\n  after  {after}");
        Assert.Equal(0, after.Children);
        Assert.InRange(after.Heap - before.Heap, long.MinValue, HeapSlack);
        Assert.InRange(after.Process - before.Process, long.MinValue, ProcessSlack);
        Assert.InRange(after.Handles - before.Handles, int.MinValue, HandleSlack);
        Assert.InRange(after.Threads - before.Threads, int.MinValue, ThreadSlack);
        Assert.InRange(after.Files - before.Files, int.MinValue, 0);
    }

    private static async Task RoundsAsync(SoakedGoat goat, int rounds, int calls, bool answersEcho)
    {
        for (var round = 0; round < rounds; round++)
        {
            await goat.PullAsync();
            var callers = Enumerable.Range(0, Callers).Select(caller => CallAsync(goat, $"round {round} of caller {caller} ", calls, answersEcho));
            await Task.WhenAll(callers);
            for (var turn = 0; turn < 200 && await goat.CountLeasesAsync() > 0; turn++) await Task.Delay(20);
            Assert.Equal(0, await goat.CountLeasesAsync());
            await goat.UnloadAsync();
            await goat.ReloadAsync();
            await goat.RemoveAsync();
        }
    }

    private static async Task CallAsync(SoakedGoat goat, string who, int calls, bool answersEcho)
    {
        for (var call = 0; call < calls; call++)
        {
            var prompt = $"{who}call {call} says that in the beginning God created the heaven and the earth";
            var answer = await goat.AskAsync(prompt);
            if (answersEcho) Assert.Equal(prompt, answer.Trim());
            else Assert.NotEmpty(answer);
            await goat.ListenAsync(prompt);
            await goat.LeaveAsync(prompt);
        }
    }
}
