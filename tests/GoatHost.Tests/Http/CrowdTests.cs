using System.Net;
using GoatHost.TestKit;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

/// <summary>Many clients at once, and many one after another.</summary>
public sealed class CrowdTests
{
    private const string Ask = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hi"}]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_hundred_clients_a_queue_of_64_serves_its_own_and_tells_the_others_to_come_again(bool stream)
    {
        var session = new QueuedSession(parallel: 4, queue: 64);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Gate = gate.Task;
        await using var goat = await ServedGoat.StartAsync(session);

        var asking = Enumerable.Range(0, 200).Select(_ => goat.ChatAsync(stream ? Ask[..^1] + ",\"stream\":true}" : Ask)).ToList();
        using var patience = new CancellationTokenSource(Patience);
        while (asking.Count(one => one.IsCompleted) < 132) await Task.Delay(20, patience.Token);
        Assert.Equal(68, session.Inside);
        gate.SetResult();
        var answers = await Task.WhenAll(asking).WaitAsync(Patience);

        Assert.Equal(68, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var busy = answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.Equal(132, busy.Count);
        Assert.All(busy, answer => Assert.NotNull(answer.Headers.RetryAfter));
        foreach (var answer in answers.Where(answer => answer.StatusCode == HttpStatusCode.OK))
        {
            Assert.Contains(stream ? "data: [DONE]" : "one two three", await answer.Content.ReadAsStringAsync());
        }
        Assert.Equal(0, session.Inside);
        Assert.Equal(HttpStatusCode.OK, (await goat.ChatAsync(Ask)).StatusCode);
    }

    [Fact]
    public async Task Memory_stays_flat_over_many_requests()
    {
        await using var goat = await ServedGoat.StartAsync(new QueuedSession(parallel: 4, queue: 64));
        await ManyAsync(goat, 300);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ManyAsync(goat, Rounds.Of(500, 10_000));
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        // Other tests run meanwhile; what leaked with each request would be more.
        Assert.True(grown < 16 << 20, $"{grown} bytes more");
    }

    private static Task ManyAsync(ServedGoat goat, int requests) =>
        Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            using var answer = await goat.ChatAsync(Ask);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        });
}
