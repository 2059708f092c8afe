using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

/// <summary>A server asks its plugins how they are, without any request.</summary>
public sealed class HealthWatchTests : IAsyncLifetime, IDisposable
{
    private readonly PluginBench _bench = new();
    private readonly ManualTime _time = new();
    private PluginHost _host = null!;

    public async Task InitializeAsync()
    {
        _bench.Stage("sick", "SickPlugin", "source:sick");
        _bench.StageRogue();
        _bench.List("sick", "rogue");
        _host = _bench.Host(time: _time);
        await _host.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plugin_that_falls_ill_or_gets_well_is_noticed_without_a_request()
    {
        Assert.Equal(PluginState.Ready, State);
        await using var watch = _host.WatchHealth();

        await UntilAsync(() => State == PluginState.Degraded);
        Assert.Equal("sick: has a cold.", _host.Plugins[0].Problem);
        await File.WriteAllTextAsync(Folder("well"), "");
        await UntilAsync(() => State == PluginState.Ready);

        Assert.False(Directory.Exists(Path.Combine(_bench.Data, "plugins", "rogue")), "no worker was started for it");
    }

    [Fact]
    public async Task A_check_that_hangs_is_not_asked_a_second_time_beside_the_first()
    {
        await File.WriteAllTextAsync(Folder("faint"), "");
        await using var watch = _host.WatchHealth();

        await UntilAsync(() => _host.Plugins[0].Problem is "sick: a check of it has still not ended.");
        for (var round = 0; round < 10; round++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(10);
        }

        Assert.Equal(PluginState.Degraded, State);
        Assert.Equal(".", await File.ReadAllTextAsync(Folder("faints")));
    }

    private PluginState State => _host.Plugins[0].State;

    private string Folder(string file) => Path.Combine(_bench.Data, "plugins", "sick", file);

    private async Task UntilAsync(Func<bool> condition)
    {
        for (var turn = 0; turn < 500 && !condition(); turn++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(20);
        }
        Assert.True(condition());
    }
}
