using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>A model and what it says with adapters share one place in memory, and neither feels the other.</summary>
public sealed class AdaptedSessionTests : IAsyncDisposable
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

    public AdaptedSessionTests() => _sessions = new ModelSessions(
        () => [_runtime],
        (stored, _) => Task.FromResult(Models.Named(stored.FullName)),
        adapt: (model, wanted, _) => Task.FromResult(model.With([.. wanted.Select(Adapter)])));

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task A_request_gets_what_the_session_was_opened_with_and_may_say_otherwise()
    {
        await using var session = await OpenAsync(Published, new AdapterScale("kings"), new AdapterScale("psalms", 0.5f));
        Assert.Equal([new("kings:F32", 1), new("psalms:F32", 0.5f)], session.Limits.Adapters);
        await AskAsync(session, new GenerationRequest());
        await AskAsync(session, new GenerationRequest { Adapters = [new("psalms:F32", 2)] });
        var refused = await Assert.ThrowsAsync<RequestException>(() => AskAsync(session, new GenerationRequest { Adapters = [new("ruth:F32")] }));
        Assert.Contains("kings:F32, psalms:F32", refused.Message, StringComparison.Ordinal);
        var asked = _runtime.Loads.Single().Requests.Select(request => request.Adapters!).ToArray();
        Assert.Equal([new("kings:F32", 1), new("psalms:F32", 0.5f)], asked[0]);
        Assert.Equal([new("psalms:F32", 2)], asked[1]);
    }

    [Fact]
    public async Task An_instance_without_an_adapter_is_replaced_by_one_that_has_it_too()
    {
        await (await OpenAsync(Published, new AdapterScale("kings"))).DisposeAsync();
        await using var both = await OpenAsync(Published, new AdapterScale("psalms"));
        await using var plain = await OpenAsync(Published);
        await using var kings = await OpenAsync(Published, new AdapterScale("kings", 0.25f));
        Assert.Equal([["kings:F32"], ["psalms:F32", "kings:F32"]], _runtime.Loads.Select(load => load.Adapters));

        await AskAsync(plain, new GenerationRequest());
        await AskAsync(kings, new GenerationRequest());
        var asked = _runtime.Loads.Last().Requests.Select(request => request.Adapters!).ToArray();
        Assert.Empty(asked[0]);
        Assert.Equal([new("kings:F32", 0.25f)], asked[1]);
        await Assert.ThrowsAsync<RequestException>(() => AskAsync(plain, new GenerationRequest { Adapters = [new("kings:F32")] }));
    }

    [Fact]
    public async Task A_derived_model_has_the_adapters_that_it_was_made_with_and_they_may_be_scaled()
    {
        var changes = new ModelChanges { Adapters = [new("kings", 0.5f)] }.Over(new ModelChanges { Adapters = [new("psalms"), new("kings")] });
        var derived = Published with { Name = "saul", Quantization = "latest", Derivation = new ModelDerivation("m:Q8_0", "m", "Q8_0", changes) };
        await using var session = await OpenAsync(derived);
        Assert.Equal([new("psalms:F32", 1), new("kings:F32", 0.5f)], session.Limits.Adapters);
        await using var scaled = await OpenAsync(derived, new AdapterScale("Psalms", 0));
        Assert.Equal([0, 0.5f], scaled.Limits.Adapters.Select(adapter => adapter.Scale));
        Assert.Single(_runtime.Loads);
    }

    [Fact]
    public async Task An_adapter_is_no_model_to_run()
    {
        var adapter = Published with { Name = "kings", Summary = Published.Summary with { Adapter = "lora" } };
        var refused = await Assert.ThrowsAsync<RequestException>(() => OpenAsync(adapter));
        Assert.Contains("--lora kings:Q8_0", refused.Message, StringComparison.Ordinal);
    }

    private static VerifiedModel Adapter(AdapterScale wanted) => new(
        $"{wanted.Name.ToLowerInvariant()}:F32", "gguf", [new VerifiedFile("a.gguf", "/nowhere/a.gguf", 1, wanted.Name.ToLowerInvariant())],
        new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "F32", Adapter = "lora" });

    private static async Task AskAsync(IModelSession session, GenerationRequest request)
    {
        await foreach (var _ in session.GenerateAsync(request, default)) continue;
    }

    private Task<IModelSession> OpenAsync(StoredModel model, params AdapterScale[] adapters) =>
        _sessions.OpenAsync(model, new OpenOptions { Adapters = adapters }, null, default);
}
