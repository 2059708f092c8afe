using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Inference;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Observability;

public sealed class InferenceTelemetryTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private readonly Watcher _watcher = new();
    private PluginHost _host = null!;
    private ModelSessions _sessions = null!;

    public async Task InitializeAsync()
    {
        _bench.StageRogue();
        _bench.Stage("moody", "MoodyPlugin");
        _bench.List("rogue", "moody");
        _host = _bench.Host();
        await _host.StartAsync(CancellationToken.None);
        _sessions = new ModelSessions(() => _host.Runtimes, (stored, _) => Task.FromResult(Models.Named(stored.Name)));
    }

    public async Task DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task An_answer_is_counted_from_the_queue_to_its_last_token_and_its_worker_with_it()
    {
        await using var session = await OpenAsync();

        await session.GenerateAsync(new GenerationRequest { Prompt = "everything" }, CancellationToken.None).ToListAsync();

        Assert.Equal([1, -1], _watcher.Measured("goat.session.queue").Select(one => one.Value));
        Assert.Single(_watcher.Measured("goat.session.first_token"));
        Assert.Equal([("prompt", 1), ("cached", 0), ("generated", 2)], _watcher.Measured("goat.session.tokens").Select(one => ((string)one.Tags["kind"]!, (int)one.Value)));
        Assert.Equal("ok", Assert.Single(_watcher.Measured("goat.session.request.duration")).Tags["outcome"]);
        var answer = Assert.Single(_watcher.Activities, activity => activity.OperationName == "generate");
        Assert.Equal(2, answer.GetTagItem("tokens.generated"));
        Assert.Equal("rogue", Assert.Single(_watcher.Measured("goat.worker.starts")).Tags["plugin"]);
        Assert.Contains(_watcher.Observe("goat.worker.memory"), one => one.Value > 1 << 20 && one.Tags["plugin"] is "rogue");
    }

    [Fact]
    public async Task A_listener_who_walks_away_leaves_the_queue()
    {
        await using var session = await OpenAsync();

        await foreach (var _ in session.GenerateAsync(new GenerationRequest { Prompt = "everything" }, CancellationToken.None)) break;

        Assert.Equal(0, _watcher.Measured("goat.session.queue").Sum(one => one.Value));
        Assert.Equal("cancelled", Assert.Single(_watcher.Measured("goat.session.request.duration")).Tags["outcome"]);
    }

    [Fact]
    public async Task A_plugin_that_throws_is_a_fault_and_one_that_refuses_is_none()
    {
        var source = _host.Sources.Single();

        await Assert.ThrowsAsync<GoatException>(() => source.ResolveAsync(new Reference("throw"), CancellationToken.None));
        await Assert.ThrowsAsync<RefusedException>(() => source.ResolveAsync(new Reference("refuse"), CancellationToken.None));
        await source.ResolveAsync(new Reference("good"), CancellationToken.None);

        var calls = _watcher.Measured("goat.plugin.call.duration").Where(one => one.Tags["call"] is "resolve");
        Assert.Equal(["failed", "refused", "ok"], calls.Select(one => one.Tags["outcome"]));
        Assert.Equal("moody", Assert.Single(_watcher.Measured("goat.plugin.faults")).Tags["plugin"]);
        // What was asked for is nobody's business: no tag and no name holds it.
        Assert.All(_watcher.Activities, activity => Assert.DoesNotContain(activity.TagObjects, tag => tag.Value is "throw" or "good"));
    }

    private Task<IModelSession> OpenAsync() => _sessions.OpenAsync(
        new StoredModel
        {
            Name = "m", Quantization = "Q8_0", Origin = new Reference("m"), Files = [],
            Summary = new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" }, AddedAt = default,
        },
        new OpenOptions(), null, CancellationToken.None);
}
