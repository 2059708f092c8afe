using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Sync;

public sealed class ModelPullsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Reference Wanted = new("ord:x");

    private readonly TaskCompletionSource<StoredModel> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ModelPulls _pulls;
    private int _syncs;

    public ModelPullsTests() => _pulls = new ModelPulls(SyncAsync, NullLogger.Instance);

    public ValueTask DisposeAsync() => _pulls.DisposeAsync();

    [Fact]
    public async Task It_goes_on_when_the_one_who_asked_leaves_and_who_asks_again_watches_the_same()
    {
        using var terminal = new CancellationTokenSource();
        var first = _pulls.WatchAsync(Wanted, new(), null, terminal.Token);
        await UntilNewsAsync();
        await terminal.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var news = new List<SyncNote>();
        var second = _pulls.WatchAsync(Wanted, new(), new Collect(news), CancellationToken.None);
        _end.SetResult(Model);

        Assert.Same(Model, await second.WaitAsync(Patience));
        Assert.Equal(1, _syncs);
        Assert.Equal(70, Assert.Single(news).Done);
        Assert.Empty(_pulls.List());
    }

    [Fact]
    public async Task Stopping_tells_those_who_watch()
    {
        var watching = _pulls.WatchAsync(Wanted, new(), null, CancellationToken.None);
        await UntilNewsAsync();
        Assert.False(await _pulls.StopAsync(new Reference("ord:other")));
        Assert.True(await _pulls.StopAsync(Wanted));
        Assert.Contains("was stopped", (await Assert.ThrowsAsync<GoatException>(() => watching)).Message, StringComparison.Ordinal);
        Assert.Empty(_pulls.List());
    }

    [Fact]
    public async Task Another_quantization_is_another_pull()
    {
        var one = _pulls.WatchAsync(Wanted, new() { Quantization = "Q8_0" }, null, CancellationToken.None);
        var same = _pulls.WatchAsync(Wanted, new() { Quantization = "q8_0" }, null, CancellationToken.None);
        var other = _pulls.WatchAsync(Wanted, new() { Quantization = "Q4_0" }, null, CancellationToken.None);
        _end.SetResult(Model);
        await Task.WhenAll(one, same, other).WaitAsync(Patience);
        Assert.Equal(2, _syncs);
    }

    [Fact]
    public async Task A_refusal_reaches_all_who_watch_and_the_next_begins_anew()
    {
        var one = _pulls.WatchAsync(Wanted, new(), null, CancellationToken.None);
        var two = _pulls.WatchAsync(Wanted, new(), null, CancellationToken.None);
        _end.SetException(new RefusedException("The digest differs."));
        await Assert.ThrowsAsync<RefusedException>(() => one);
        await Assert.ThrowsAsync<RefusedException>(() => two);
        await Assert.ThrowsAsync<RefusedException>(() => _pulls.WatchAsync(Wanted, new(), null, CancellationToken.None));
        Assert.Equal(2, _syncs);
    }

    private async Task UntilNewsAsync()
    {
        while (_pulls.List() is not [{ Last: not null }]) await Task.Delay(5).WaitAsync(Patience);
    }

    private async Task<StoredModel> SyncAsync(Reference reference, SyncOptions options, IProgress<SyncNote>? progress, CancellationToken ct)
    {
        Interlocked.Increment(ref _syncs);
        progress!.Report(new SyncNote(SyncStage.Fetch, "bytes") { Done = 70, Total = 100 });
        return await _end.Task.WaitAsync(ct);
    }

    private static StoredModel Model { get; } = new()
    {
        Name = "m", Quantization = "Q8_0", Origin = Wanted, Files = [], AddedAt = DateTimeOffset.UnixEpoch,
        Summary = new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" },
    };

    private sealed class Collect(List<SyncNote> notes) : IProgress<SyncNote>
    {
        public void Report(SyncNote value) => notes.Add(value);
    }
}
