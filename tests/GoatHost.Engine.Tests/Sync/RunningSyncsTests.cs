using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Sync;

public sealed class RunningSyncsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Reference Tiny = new("ord:tiny");

    [Fact]
    public async Task A_sync_goes_on_when_nobody_watches_any_more()
    {
        var (started, go, ended) = (Source(), Source(), Source());
        await using var syncs = new RunningSyncs(async (_, _, _, ct) =>
        {
            started.SetResult();
            await go.Task.WaitAsync(ct);
            ended.SetResult();
            throw new GoatException("over");
        }, NullLogger.Instance);
        using var leaving = new CancellationTokenSource();
        var watching = syncs.WatchAsync(Tiny, new SyncOptions(), new Notes(), leaving.Token);
        await started.Task.WaitAsync(Patience);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        go.SetResult();
        await ended.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Who_comes_later_joins_it_and_is_told_where_it_is()
    {
        var (go, runs) = (Source(), 0);
        var told = Source();
        await using var syncs = new RunningSyncs(async (_, _, progress, _) =>
        {
            Interlocked.Increment(ref runs);
            progress.Report(new SyncNote(SyncStage.Fetch, "half") { Done = 1, Total = 2 });
            told.SetResult();
            await go.Task;
            throw new GoatException("over");
        }, NullLogger.Instance);
        var first = syncs.WatchAsync(Tiny, new SyncOptions(), new Notes(), default);
        await told.Task.WaitAsync(Patience);
        var notes = new Notes();
        var second = syncs.WatchAsync(Tiny, new SyncOptions(), notes, default);
        Assert.Equal(["half"], notes.Heard);
        go.SetResult();
        Assert.Equal("over", (await Assert.ThrowsAsync<GoatException>(() => first)).Message);
        Assert.Equal("over", (await Assert.ThrowsAsync<GoatException>(() => second)).Message);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task All_end_with_the_server()
    {
        var started = Source();
        var syncs = new RunningSyncs(async (_, _, _, ct) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            throw new InvalidOperationException();
        }, NullLogger.Instance);
        var watching = syncs.WatchAsync(Tiny, new SyncOptions(), new Notes(), default);
        await started.Task.WaitAsync(Patience);
        await syncs.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => syncs.WatchAsync(Tiny, new SyncOptions(), new Notes(), default));
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Notes : IProgress<SyncNote>
    {
        public List<string> Heard { get; } = [];

        public void Report(SyncNote value) => Heard.Add(value.Text);
    }
}
