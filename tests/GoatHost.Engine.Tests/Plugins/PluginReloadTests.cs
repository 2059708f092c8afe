using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class PluginReloadTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_reload_frees_the_old_code_and_reads_the_list_and_the_files_anew()
    {
        await using var host = await StartAsync("moody", "MoodyPlugin");
        var fault = await Assert.ThrowsAsync<GoatException>(() => host.Sources.Single().ResolveAsync(new Reference("throw"), CancellationToken.None));
        var manifest = Path.Combine(_bench.Plugins, "moody", "plugin.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("1.0.0", "1.0.1", StringComparison.Ordinal));

        var reload = await host.ReloadAsync("moody", CancellationToken.None);

        Assert.Equal((true, true, null), (reload.WasLoaded, reload.Freed, reload.LikelyCause));
        Assert.Equal(("1.0.1", PluginState.Ready, null), (reload.Now.Version, reload.Now.State, reload.Now.Problem));
        Assert.True(host.Sources.Single().CanResolve(new Reference("x")));
        GC.KeepAlive(fault);
    }

    [Fact]
    public async Task Calls_in_flight_end_first_and_new_ones_are_told_to_wait()
    {
        _bench.Stage("moody", "MoodyPlugin");
        _bench.List("moody");
        await using var host = _bench.Host(PluginBench.Deadlines with { Drain = TimeSpan.FromMinutes(1) });
        await host.StartAsync(CancellationToken.None);
        var source = host.Sources.Single();
        using var cancel = new CancellationTokenSource();
        var inFlight = source.ResolveAsync(new Reference("wait"), cancel.Token);

        var reloading = host.ReloadAsync("moody", CancellationToken.None);
        while (host.Plugins.Single().State != PluginState.Draining) await Task.Delay(5);

        Assert.Empty(host.Sources);
        Assert.Contains("is being unloaded", (await Assert.ThrowsAsync<GoatException>(() => source.ResolveAsync(new Reference("good"), CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.False(inFlight.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inFlight);
        Assert.Equal(PluginState.Ready, (await reloading).Now.State);
    }

    [Fact]
    public async Task A_call_that_does_not_end_in_time_is_broken_off_and_named_when_it_pins()
    {
        await using var host = await StartAsync("moody", "MoodyPlugin");
        var inFlight = host.Sources.Single().ResolveAsync(new Reference("stuck"), CancellationToken.None);

        var reload = await host.ReloadAsync("moody", CancellationToken.None);

        Assert.Contains("was stopped", (await Assert.ThrowsAsync<GoatException>(() => inFlight)).Message, StringComparison.Ordinal);
        Assert.False(reload.Freed);
        Assert.Equal("a call that did not end when it was cancelled: resolving stuck", reload.LikelyCause);
        Assert.Equal(PluginState.Ready, reload.Now.State);
    }

    [Fact]
    public async Task A_plugin_that_leaks_is_told_to_be_pinned_with_the_likely_cause()
    {
        await using var host = await StartAsync("leaking", "LeakingPlugin", "source:leaking");
        await host.Sources.Single().ResolveAsync(new Reference("x"), CancellationToken.None);

        var reload = await host.ReloadAsync("leaking", CancellationToken.None);

        Assert.Equal((true, false, PluginState.Ready), (reload.WasLoaded, reload.Freed, reload.Now.State));
        Assert.StartsWith("a timer loop that was not ended", reload.LikelyCause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_takes_in_what_was_disabled_and_takes_out_what_is_now()
    {
        await using var host = await StartAsync("moody", "MoodyPlugin");
        _bench.WriteDefaults("""{ "plugins": [ { "id": "moody", "enabled": false } ] }""");

        Assert.Equal(PluginState.Disabled, (await host.ReloadAsync("moody", CancellationToken.None)).Now.State);
        Assert.Empty(host.Sources);
        _bench.List("moody");
        var back = await host.ReloadAsync("moody", CancellationToken.None);

        Assert.Equal((PluginState.Ready, false), (back.Now.State, back.WasLoaded));
        Assert.Contains("no plugin other", (await Assert.ThrowsAsync<GoatException>(() => host.ReloadAsync("other", CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugins_load_beside_each_other()
    {
        _bench.Stage("waiting", "WaitingPlugin");
        _bench.Stage("signing", "SigningPlugin", "command:none", manifest => manifest["provides"] = new System.Text.Json.Nodes.JsonArray());
        _bench.List("waiting", "signing");
        await using var host = _bench.Host();

        await host.StartAsync(CancellationToken.None);

        Assert.All(host.Plugins, plugin => Assert.Equal(PluginState.Ready, plugin.State));
    }

    private async Task<PluginHost> StartAsync(string id, string entry, string provides = "source:moody")
    {
        _bench.Stage(id, entry, provides);
        _bench.List(id);
        var host = _bench.Host(PluginBench.Deadlines with { Drain = TimeSpan.FromMilliseconds(200) });
        await host.StartAsync(CancellationToken.None);
        return host;
    }
}
