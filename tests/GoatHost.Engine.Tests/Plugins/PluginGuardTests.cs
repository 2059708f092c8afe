using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class PluginGuardTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private PluginHost _host = null!;
    private ISource _source = null!;

    public async Task InitializeAsync()
    {
        _bench.Stage("moody", "MoodyPlugin");
        _bench.List("moody");
        _host = _bench.Host();
        await _host.StartAsync(CancellationToken.None);
        _source = _host.Sources.Single();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("throw")]
    [InlineData("hang")]
    public void A_question_that_throws_or_hangs_is_answered_no(string mood)
    {
        Assert.False(_source.CanResolve(new Reference(mood)));
        Assert.StartsWith("The moody plugin failed while looking at the reference", _host.Plugins.Single().Problem, StringComparison.Ordinal);
        Assert.Equal(PluginState.Degraded, _host.Plugins.Single().State);
    }

    [Fact]
    public async Task A_fault_becomes_one_line_and_no_type_of_the_plugin_passes()
    {
        var e = await Assert.ThrowsAsync<GoatException>(() => _source.ResolveAsync(new Reference("throw"), CancellationToken.None));

        Assert.Equal("The moody plugin failed while resolving throw: HomeMadeException: bad mood.", e.Message);
        Assert.Null(e.InnerException);
        Assert.DoesNotContain("Misbehaving", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_and_a_failure_pass_with_their_sentence_made_anew()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => _source.ResolveAsync(new Reference("refuse"), CancellationToken.None));
        var failed = await Assert.ThrowsAsync<GoatException>(() => _source.ResolveAsync(new Reference("fail"), CancellationToken.None));

        Assert.Equal("The proof does not hold.", refused.Message);
        Assert.Equal("There is no such thing.", failed.Message);
        Assert.DoesNotContain("Misbehaving", refused.StackTrace!, StringComparison.Ordinal);
        Assert.Null(_host.Plugins.Single().Problem);
    }

    [Fact]
    public async Task A_timeout_of_the_plugins_own_is_a_fault_and_no_cancellation() =>
        Assert.Contains("timed out", (await Assert.ThrowsAsync<GoatException>(() => _source.ResolveAsync(new Reference("timeout"), CancellationToken.None))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("wait")]
    [InlineData("deaf")]
    public async Task A_cancellation_ends_the_call_even_if_the_plugin_is_deaf(string mood)
    {
        using var cancel = new CancellationTokenSource();
        var resolving = _source.ResolveAsync(new Reference(mood), cancel.Token);
        await cancel.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);

        Assert.Equal(cancel.Token, e.CancellationToken);
    }

    [Fact]
    public async Task A_check_that_throws_is_unhealthy() =>
        Assert.Equal(HealthStatus.Unhealthy, (await _source.CheckAsync(CancellationToken.None)).Status);

    [Fact]
    public async Task A_stream_gives_what_came_before_it_broke()
    {
        var steps = new List<Discovery>();

        var e = await Assert.ThrowsAsync<GoatException>(async () =>
        {
            await foreach (var step in _source.DiscoverAsync(null, CancellationToken.None)) steps.Add(step);
        });

        Assert.Equal([new DiscoveryCursor("1")], steps);
        Assert.Contains("lost the thread", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plugin_returns_holds_no_type_of_the_plugin()
    {
        var description = await _source.ResolveAsync(new Reference("good"), CancellationToken.None);

        object[] lists = [description.Files, description.Files[0].Locators, description.Proofs, description.Locators];
        Assert.All(lists, list => Assert.False(list.GetType().Assembly.IsCollectible));
    }

    [Fact]
    public async Task Unloading_ends_calls_in_flight_with_a_sentence()
    {
        var resolving = _source.ResolveAsync(new Reference("wait"), CancellationToken.None);

        await _host.DisposeAsync();

        Assert.Contains("was stopped", (await Assert.ThrowsAsync<GoatException>(() => resolving)).Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Unloaded, _host.Plugins.Single().State);
    }
}
