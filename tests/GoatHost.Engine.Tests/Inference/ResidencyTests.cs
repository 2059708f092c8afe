using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Store;
using GoatHost.Engine.Tests.Plugins;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>How long models stay in memory, and which of them go when there is no room.</summary>
public sealed class ResidencyTests : IAsyncDisposable
{
    private const long MiB = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly ScriptedRuntime _runtime = new() { MostContext = 8192 };
    private ModelSessions? _sessions;
    private long _available = 64 << 10;
    private ComputeDevice[] _gpus = [];

    public async ValueTask DisposeAsync()
    {
        if (_sessions is not null) await _sessions.DisposeAsync();
    }

    [Fact]
    public async Task A_model_is_unloaded_five_minutes_after_its_last_use()
    {
        await UseAsync("m");
        _time.Advance(TimeSpan.FromMinutes(4));
        await UseAsync("m");
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(5), Assert.Single(await ListAsync()).ExpiresAt);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Single(await ListAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.Single(_runtime.Loads).Unloaded.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_last_word_on_how_long_it_stays_is_heeded_and_silence_changes_nothing()
    {
        await UseAsync("m", keepAlive: TimeSpan.FromMinutes(1));
        await UseAsync("m", keepAlive: Timeout.InfiniteTimeSpan);
        await UseAsync("m");
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Null(Assert.Single(await ListAsync()).ExpiresAt);

        await UseAsync("m", keepAlive: TimeSpan.FromDays(90));
        for (var days = 0; days < 89; days++) _time.Advance(TimeSpan.FromDays(1));
        Assert.Single(await ListAsync());
        _time.Advance(TimeSpan.FromDays(1));
        await Assert.Single(_runtime.Loads).Unloaded.WaitAsync(Patience);
    }

    [Fact]
    public async Task Zero_unloads_it_when_the_last_who_uses_it_has_left()
    {
        var other = await OpenAsync("m");
        await UseAsync("m", keepAlive: TimeSpan.Zero);
        Assert.False(_runtime.Loads.Single().Unloaded.IsCompleted);
        await other.DisposeAsync();
        await _runtime.Loads.Single().Unloaded.WaitAsync(Patience);
        await UseAsync("m");
        Assert.Equal(2, _runtime.Loads.Count);
    }

    [Fact]
    public async Task A_time_that_no_calendar_holds_is_for_ever()
    {
        await UseAsync("m", keepAlive: TimeSpan.MaxValue);
        Assert.Null(Assert.Single(await ListAsync()).ExpiresAt);
    }

    [Fact]
    public async Task What_is_smaller_or_not_said_is_served_by_what_is_loaded()
    {
        await UseAsync("m", new SessionOptions { ContextTokens = 8192, Threads = 2 });
        await UseAsync("m", new SessionOptions { ContextTokens = 512 });
        await UseAsync("m", new SessionOptions { Threads = 2, Parallel = 4, Queue = 1 });
        await UseAsync("m");
        Assert.Single(_runtime.Loads);
    }

    [Fact]
    public async Task A_larger_context_loads_it_anew_and_keeps_what_it_had()
    {
        await UseAsync("m", new SessionOptions { ContextTokens = 2048, Threads = 2 }, TimeSpan.FromHours(1));
        await UseAsync("m", new SessionOptions { ContextTokens = 4096 });

        Assert.Equal(new SessionOptions { ContextTokens = 4096, Threads = 2 }, _runtime.Loads.Last().Options);
        await _runtime.Loads.First().Unloaded.WaitAsync(Patience);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), Assert.Single(await ListAsync()).ExpiresAt);
    }

    [Fact]
    public async Task More_than_the_runtime_gives_is_not_asked_for_again_and_again()
    {
        await UseAsync("m", new SessionOptions { ContextTokens = 100_000 });
        await UseAsync("m", new SessionOptions { ContextTokens = 100_000 });
        await UseAsync("m", new SessionOptions { ContextTokens = 50_000 });
        Assert.Equal(8192, Assert.Single(_runtime.Loads).Limits.ContextTokens);
    }

    [Fact]
    public async Task A_larger_context_waits_for_nobody_while_both_fit()
    {
        var old = await OpenAsync("m", new SessionOptions { ContextTokens = 1024 });
        await UseAsync("m", new SessionOptions { ContextTokens = 2048 });

        // The answer that is being given goes on where it is; whoever comes now gets the new one.
        Assert.Equal(1, await old.GenerateAsync(new GenerationRequest(), CancellationToken.None).CountAsync());
        await UseAsync("m", new SessionOptions { ContextTokens = 1024 });
        Assert.Equal(2, _runtime.Loads.Count);
        await old.DisposeAsync();
        await _runtime.Loads.First().Unloaded.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_larger_context_waits_for_the_answers_of_the_old_one_when_both_do_not_fit()
    {
        _available = 300;
        var old = await OpenAsync("m", new SessionOptions { ContextTokens = 1024 }, weights: 150);
        var larger = OpenAsync("m", new SessionOptions { ContextTokens = 2048 }, weights: 150);

        await Task.Delay(200);
        Assert.False(larger.IsCompleted);
        await old.DisposeAsync();

        await using var session = await larger.WaitAsync(Patience);
        Assert.Equal(2048, session.Limits.ContextTokens);
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_when_there_are_as_many_as_may_be()
    {
        Rules(new ResidencyRules { MostModels = 2 });
        await UseAsync("a");
        _time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync("b");
        _time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync("a");
        await UseAsync("c");
        Assert.Equal(["a:Q8_0", "c:Q8_0"], (await ListAsync()).Select(model => model.Model).Order());
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_in_memory()
    {
        _available = 400;
        await UseAsync("a", weights: 150);
        _time.Advance(TimeSpan.FromSeconds(1));
        await UseAsync("b", weights: 50);
        await UseAsync("c", weights: 150);
        Assert.Equal(["b:Q8_0", "c:Q8_0"], (await ListAsync()).Select(model => model.Model).Order());
    }

    [Fact]
    public async Task A_model_that_can_never_fit_is_refused_with_the_numbers_and_nothing_is_unloaded_for_it()
    {
        _available = 400;
        await UseAsync("small", weights: 50);

        var e = await Assert.ThrowsAsync<GoatException>(() => OpenAsync("large", weights: 900));

        Assert.StartsWith("large:Q8_0 is not loaded, as it would not fit into memory. Needs 964.0 MiB (900.0 weights,", e.Message, StringComparison.Ordinal);
        Assert.Contains("too large for", e.Message, StringComparison.Ordinal);
        Assert.Equal("small:Q8_0", Assert.Single(await ListAsync()).Model);
    }

    [Fact]
    public async Task What_main_memory_cannot_hold_may_fit_a_gpu()
    {
        _available = 100;
        _gpus = [new ComputeDevice("GPU", true, 2000 * MiB, 2000 * MiB)];
        await UseAsync("large", weights: 900);
        Assert.Single(_runtime.Loads);
    }

    [Fact]
    public async Task A_context_that_nobody_asked_for_is_made_smaller_before_a_model_is_refused()
    {
        _available = 400;
        // 128 KiB a token: the usual 4096 would take 512 MiB.
        await UseAsync("deep");
        Assert.Equal(0, Assert.Single(_runtime.Loads).Options.ContextTokens!.Value % 256);
    }

    [Fact]
    public async Task Who_knows_better_may_load_what_does_not_seem_to_fit()
    {
        _available = 100;
        Rules(new ResidencyRules { ChecksMemory = false });
        await UseAsync("large", weights: 900);
        Assert.Single(_runtime.Loads);
    }

    [Fact]
    public async Task When_all_are_in_use_the_next_is_told_to_come_again()
    {
        Rules(new ResidencyRules { MostModels = 1 });
        await using var held = await OpenAsync("a");
        var waiting = OpenAsync("b");
        while (_time.Alarms == 0) await Task.Delay(5);
        _time.Advance(TimeSpan.FromMinutes(1));

        var e = await Assert.ThrowsAsync<BusyException>(() => waiting.WaitAsync(Patience));

        Assert.Equal(
            "b:Q8_0 cannot be loaded now, as a:Q8_0 is in use and one model may be in memory at a time; "
            + "try again when an answer has ended, or see goat ps and goat stop.",
            e.Message);
    }

    [Fact]
    public async Task Many_who_ask_at_once_share_one_load_and_one_who_leaves_takes_it_from_nobody()
    {
        var gate = new TaskCompletionSource();
        _runtime.Gate = gate.Task;
        using var impatient = new CancellationTokenSource();
        var leaving = OpenAsync("m", ct: impatient.Token);
        var staying = Enumerable.Range(0, 50).Select(_ => Task.Run(() => OpenAsync("m"))).ToList();
        while (_runtime.Loads.IsEmpty) await Task.Delay(5);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.SetResult();
        foreach (var session in await Task.WhenAll(staying).WaitAsync(Patience)) await session.DisposeAsync();

        Assert.Single(_runtime.Loads);
        Assert.Equal(0, Assert.Single(await ListAsync()).Leases);
    }

    [Fact]
    public async Task Releasing_lets_answers_end_and_then_unloads()
    {
        var session = await OpenAsync("m");
        Assert.True(await _sessions!.ReleaseAsync(Stored("m", 0), CancellationToken.None));
        Assert.Equal(1, await session.GenerateAsync(new GenerationRequest(), CancellationToken.None).CountAsync());
        await session.DisposeAsync();
        await Assert.Single(_runtime.Loads).Unloaded.WaitAsync(Patience);
        Assert.False(await _sessions!.ReleaseAsync(Stored("m", 0), CancellationToken.None));
    }

    private void Rules(ResidencyRules rules) => _sessions = new ModelSessions(
        () => [_runtime],
        (stored, _) => Task.FromResult(new VerifiedModel(stored.FullName, "gguf", [new VerifiedFile("m.gguf", "/nowhere/m.gguf", 3, stored.Name)], stored.Summary)),
        rules,
        new ScriptedMemory(this),
        _time);

    private async Task UseAsync(string model, SessionOptions? options = null, TimeSpan? keepAlive = null, long weights = 0) =>
        await (await OpenAsync(model, options, keepAlive, weights)).DisposeAsync();

    private Task<IModelSession> OpenAsync(
        string model, SessionOptions? options = null, TimeSpan? keepAlive = null, long weights = 0, CancellationToken ct = default)
    {
        if (_sessions is null) Rules(new ResidencyRules());
        return _sessions!.OpenAsync(Stored(model, weights), new OpenOptions { Session = options ?? new SessionOptions(), KeepAlive = keepAlive }, null, ct);
    }

    private Task<IReadOnlyList<ResidentModel>> ListAsync() => _sessions!.ListAsync(CancellationToken.None);

    private sealed class ScriptedMemory(ResidencyTests test) : ILiveMemory
    {
        public ValueTask<MachineMemory> ReadAsync(bool withGpus, CancellationToken ct) => ValueTask.FromResult(
            new MachineMemory(test._available * MiB, test._available * MiB, withGpus ? test._gpus : []));
    }

    private static StoredModel Stored(string name, long weights) => new()
    {
        Name = name, Quantization = "Q8_0", Origin = new Reference("x"), Files = [], AddedAt = DateTimeOffset.UnixEpoch,
        Summary = new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0", ContextLength = 1 << 17, WeightBytes = weights * MiB,
            Layers = 32, Heads = 8, KeyValueHeads = 8, EmbeddingLength = name == "deep" ? 1024 : 0,
        },
    };
}
