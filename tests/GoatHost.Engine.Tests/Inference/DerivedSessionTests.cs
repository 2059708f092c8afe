using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>Models that were made from others share the others' place in memory.</summary>
public sealed class DerivedSessionTests : IAsyncDisposable
{
    private static readonly StoredModel Published = new()
    {
        Name = "m",
        Quantization = "Q8_0",
        Origin = new Reference("ord:m"),
        Files = [],
        Summary = Models.Named("m").Summary,
        AddedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly ScriptedRuntime _runtime = new();
    private readonly ModelSessions _sessions;

    public DerivedSessionTests() => _sessions = new ModelSessions(() => [_runtime], (stored, _) => Task.FromResult(Models.Named(stored.FullName)));

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task A_derived_model_runs_the_published_ones_weights()
    {
        await using (await OpenAsync(Published))
        await using (await OpenAsync(Derived(new ModelChanges { System = "Arr." })))
        {
            Assert.Equal("m:Q8_0", Assert.Single(_runtime.Loads).Model);
            Assert.Equal(2, Assert.Single(await _sessions.ListAsync(default)).Leases);
        }
    }

    [Fact]
    public async Task It_is_loaded_as_it_says_unless_a_request_says_otherwise()
    {
        var derived = Derived(new ModelChanges { Defaults = new ModelDefaults { Session = new SessionOptions { ContextTokens = 512, Threads = 2 } } });
        await (await OpenAsync(derived, new SessionOptions { ContextTokens = 1024 })).DisposeAsync();
        Assert.Equal((1024, 2), (_runtime.Loads.Single().Options.ContextTokens, _runtime.Loads.Single().Options.Threads));
    }

    [Fact]
    public async Task Letting_it_go_lets_the_published_one_go()
    {
        await (await OpenAsync(Published)).DisposeAsync();
        Assert.True(await _sessions.ReleaseAsync(Derived(new ModelChanges()), default));
        Assert.Empty(await _sessions.ListAsync(default));
    }

    private static StoredModel Derived(ModelChanges changes) =>
        Published with { Name = "pirate", Quantization = "latest", Derivation = new ModelDerivation("m:Q8_0", "m", "Q8_0", changes) };

    private Task<IModelSession> OpenAsync(StoredModel model, SessionOptions? options = null) =>
        _sessions.OpenAsync(model, new OpenOptions { Session = options ?? new SessionOptions() }, null, default);
}
