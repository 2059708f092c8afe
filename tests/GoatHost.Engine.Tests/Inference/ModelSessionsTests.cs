using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Tests.Plugins;

namespace GoatHost.Engine.Tests.Inference;

public sealed class ModelSessionsTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private PluginHost _host = null!;
    private ModelSessions _sessions = null!;

    public async Task InitializeAsync()
    {
        _bench.StageRogue(ownProcess: false);
        _bench.List("rogue");
        _host = _bench.Host();
        await _host.StartAsync(CancellationToken.None);
        _sessions = new ModelSessions(() => _host.Runtimes, (stored, _) => Task.FromResult(Models.Named(stored.Name)));
    }

    public async Task DisposeAsync()
    {
        await _sessions.DisposeAsync();
        await _host.DisposeAsync();
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_same_model_and_options_share_one_session_and_it_stays_when_all_have_left()
    {
        var first = await OpenAsync("m", new SessionOptions());
        var second = await OpenAsync("m", new SessionOptions());
        var other = await OpenAsync("m", new SessionOptions { Threads = 1 });

        Assert.Equal([2, 1], (await _sessions.ListAsync(CancellationToken.None)).Select(resident => resident.Leases));
        await first.DisposeAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
        await other.DisposeAsync();

        var residents = await _sessions.ListAsync(CancellationToken.None);
        Assert.Equal([0, 0], residents.Select(resident => resident.Leases));
        Assert.Equal(("m", "rogue", Environment.ProcessId), (residents[0].Model, residents[0].Runtime, residents[0].ProcessId));
        Assert.Throws<ObjectDisposedException>(() => { _ = first.GenerateAsync(new GenerationRequest(), CancellationToken.None); });
    }

    [Theory]
    [InlineData("m", 2)]
    [InlineData("M:q8_0", 1)]
    [InlineData(null, 3)]
    [InlineData("none", 0)]
    public async Task Stopping_unloads_what_is_named_and_the_next_request_loads_it_anew(string? name, int stopped)
    {
        foreach (var model in new[] { "m:Q8_0", "m:Q4_0", "mm" }) await (await OpenAsync(model, new SessionOptions())).DisposeAsync();

        Assert.Equal(stopped, (await _sessions.StopAsync(name)).Count);

        Assert.Equal(3 - stopped, (await _sessions.ListAsync(CancellationToken.None)).Count);
        await (await OpenAsync("m:Q8_0", new SessionOptions())).DisposeAsync();
    }

    [Fact]
    public async Task Stopping_lets_an_answer_end_that_is_being_given()
    {
        var session = await OpenAsync("m", new SessionOptions());
        var stopping = _sessions.StopAsync("m");

        Assert.Equal(4, await session.GenerateAsync(new GenerationRequest { Prompt = "three" }, CancellationToken.None).CountAsync());

        Assert.False(stopping.IsCompleted);
        await session.DisposeAsync();
        Assert.Equal(["m"], await stopping);
    }

    [Fact]
    public async Task A_load_that_failed_is_tried_anew()
    {
        await Assert.ThrowsAsync<RefusedException>(() => OpenAsync("refused", new SessionOptions()));
        await Assert.ThrowsAsync<RefusedException>(() => OpenAsync("refused", new SessionOptions()));

        Assert.Empty(await _sessions.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task One_who_waits_may_leave_without_ending_the_load_for_another()
    {
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var leaving = OpenAsync("endless", new SessionOptions(), one.Token);
        var staying = OpenAsync("endless", new SessionOptions(), other.Token);

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(staying.IsCompleted);
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => staying);
    }

    [Fact]
    public async Task A_model_that_no_runtime_takes_is_told_with_who_was_asked()
    {
        await using var sessions = new ModelSessions(() => [], (stored, _) => Task.FromResult(Models.Named(stored.Name)));

        var e = await Assert.ThrowsAsync<GoatException>(() => sessions.OpenAsync(Stored("m"), new OpenOptions(), null, CancellationToken.None));

        Assert.Equal("No runtime can run m (gguf, architecture llama): none is loaded; see goat plugin list.", e.Message);
    }

    [Fact]
    public async Task A_model_is_known_by_the_names_of_those_that_are_made_from_it_once_they_are_asked_for()
    {
        await (await OpenAsync("m", new SessionOptions())).DisposeAsync();
        var derived = Stored("pirate") with { Quantization = "latest", Derivation = new ModelDerivation("m:Q8_0", "m", "Q8_0", new ModelChanges()) };
        for (var times = 0; times < 2; times++) await (await _sessions.OpenAsync(derived, new OpenOptions(), null, CancellationToken.None)).DisposeAsync();
        Assert.Equal(["m", "pirate:latest"], Assert.Single(await _sessions.ListAsync(CancellationToken.None)).Names);
    }

    private Task<IModelSession> OpenAsync(string name, SessionOptions options, CancellationToken ct = default) => 
        _sessions.OpenAsync(Stored(name), new OpenOptions { Session = options }, null, ct);

    private static StoredModel Stored(string name) => new()
    {
        Name = name, Quantization = "Q8_0", Origin = new Reference("x"), Files = [], Summary = Models.Named(name).Summary, AddedAt = DateTimeOffset.UnixEpoch,
    };
}
