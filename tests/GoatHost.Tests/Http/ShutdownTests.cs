using System.Net;
using GoatHost.Http;
using GoatHost.Tests.Scripted;

namespace GoatHost.Tests.Http;

public sealed class ShutdownTests
{
    private const string Ask = """{"model":"goat-tiny-kjv","messages":[{"role":"user","content":"hi"}],"stream":true}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_answer_that_is_being_given_ends_before_the_server_does()
    {
        var session = new QueuedSession(parallel: 1, queue: 1);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Gate = gate.Task;
        await using var goat = await ServedGoat.StartAsync(session);
        using var stop = new CancellationTokenSource();
        var running = goat.Server.RunAsync(stop.Token);
        var answering = goat.ChatAsync(Ask);
        while (session.Inside == 0) await Task.Delay(10);

        await stop.CancelAsync();
        await Task.Delay(200);
        Assert.False(running.IsCompleted);
        gate.SetResult();

        using var answer = await answering.WaitAsync(Patience);
        Assert.EndsWith("data: [DONE]\n\n", await answer.Content.ReadAsStringAsync());
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_answer_without_end_is_broken_off_at_the_deadline()
    {
        var session = new ScriptedSession { Answer = ScriptedSession.Words("and so on"), Endless = true };
        var options = new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), null) { Grace = TimeSpan.FromMilliseconds(300) };
        await using var goat = await ServedGoat.StartAsync(session, options);
        using var stop = new CancellationTokenSource();
        var running = goat.Server.RunAsync(stop.Token);
        var answering = goat.ChatAsync(Ask);
        while (session.Requests.Count == 0) await Task.Delay(10);

        await stop.CancelAsync();

        await running.WaitAsync(Patience);
        await session.Stopped.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => answering.WaitAsync(Patience));
    }
}
