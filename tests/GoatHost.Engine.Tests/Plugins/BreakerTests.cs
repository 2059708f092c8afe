using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class BreakerTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly PluginBench _bench = new();
    private readonly ManualTime _time = new();
    private PluginHost _host = null!;
    private ISource _source = null!;

    public async Task InitializeAsync()
    {
        _bench.Stage("sick", "SickPlugin", "source:sick");
        _bench.List("sick");
        _host = _bench.Host(time: _time);
        await _host.StartAsync(CancellationToken.None);
        _source = _host.Sources.Single();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Five_faults_within_a_minute_take_a_plugin_out_of_use_with_a_sentence()
    {
        for (var fault = 0; fault < 4; fault++) await FailAsync();
        Assert.Equal(PluginState.Degraded, State);
        await FailAsync();

        var e = await Assert.ThrowsAsync<GoatException>(ResolveAsync);

        Assert.StartsWith("The sick plugin is out of use: it failed 5 times within 60 s", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("HomeMadeException: achoo.", e.Message, StringComparison.Ordinal);
        Assert.Equal((PluginState.Quarantined, e.Message), (State, _host.Plugins.Single().Problem));
        Assert.Equal(new Health(HealthStatus.Unhealthy, e.Message), await _source.CheckAsync(CancellationToken.None));
        Assert.True(_source.CanResolve(new Reference("x")), "it says what is its own, so that the person learns why it does not work");
    }

    [Fact]
    public async Task Faults_further_apart_leave_it_in_use_and_are_forgotten()
    {
        for (var fault = 0; fault < 12; fault++)
        {
            await FailAsync();
            _time.Advance(TimeSpan.FromSeconds(20));
        }
        Assert.Equal(PluginState.Degraded, State);

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(PluginState.Ready, State);
    }

    [Fact]
    public async Task After_a_pause_it_is_asked_how_it_is_and_comes_back_only_when_it_is_well()
    {
        for (var fault = 0; fault < 5; fault++) await FailAsync();

        _time.Advance(Pause);
        await Task.Delay(100);
        Assert.Equal(PluginState.Quarantined, State);
        await File.WriteAllTextAsync(Path.Combine(_bench.Data, "plugins", "sick", "well"), "");
        for (var turn = 0; turn < 200 && State == PluginState.Quarantined; turn++)
        {
            _time.Advance(Pause);
            await Task.Delay(20);
        }

        Assert.Equal(PluginState.Ready, State);
        Assert.Equal("m", (await ResolveAsync()).Name);
    }

    [Fact]
    public async Task A_plugin_that_says_it_is_not_well_is_degraded_until_it_says_otherwise()
    {
        await _source.CheckAsync(CancellationToken.None);
        Assert.Equal((PluginState.Degraded, "sick: has a cold."), (State, _host.Plugins.Single().Problem));
        await File.WriteAllTextAsync(Path.Combine(_bench.Data, "plugins", "sick", "well"), "");

        await _source.CheckAsync(CancellationToken.None);

        Assert.Equal(PluginState.Ready, State);
    }

    private PluginState State => _host.Plugins.Single().State;

    private Task<ModelDescription> ResolveAsync() => _source.ResolveAsync(new Reference("x"), CancellationToken.None);

    private async Task FailAsync() => Assert.Contains("achoo", (await Assert.ThrowsAsync<GoatException>(ResolveAsync)).Message, StringComparison.Ordinal);
}
