using System.Diagnostics;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

/// <summary>A plugin that does not come up costs its deadline once.</summary>
public sealed class HungPluginTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public HungPluginTests()
    {
        _bench.Stage("hangs", "HangingPlugin");
        _bench.List("hangs");
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plugin_that_hung_is_kept_out_at_the_next_start_without_another_wait()
    {
        await using (var host = await StartAsync()) Hung(host);
        var begin = Stopwatch.GetTimestamp();

        await using var next = await StartAsync(TimeSpan.FromMinutes(10));

        Hung(next);
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_reload_tries_it_again()
    {
        await using var host = await StartAsync();
        _bench.Stage("moody", "MoodyPlugin");
        _bench.List("hangs", "moody");
        await File.WriteAllTextAsync(Path.Combine(_bench.Data, "plugins", ".quarantine", "moody@hung"), "1.0.0\nIt hung.\n");

        Assert.Equal(PluginState.Ready, (await host.ReloadAsync("moody", CancellationToken.None)).Now.State);
    }

    [Fact]
    public async Task Enabling_it_tries_it_again()
    {
        await using (var host = await StartAsync()) Hung(host);
        await _bench.Choices().EnableAsync("hangs", CancellationToken.None);

        Assert.Empty(Directory.GetFiles(Path.Combine(_bench.Data, "plugins", ".quarantine")));
    }

    private static void Hung(PluginHost host) => Assert.Equal(
        (PluginState.Quarantined, "The hangs plugin 1.0.0 is kept out, because it had not come up after 0.5 s: "
            + "take another version, or goat plugin enable hangs to try it again."),
        (host.Plugins.Single().State, host.Plugins.Single().Problem));

    private async Task<PluginHost> StartAsync(TimeSpan? deadline = null)
    {
        var host = _bench.Host(PluginBench.Deadlines with { Load = deadline ?? TimeSpan.FromSeconds(0.5) });
        await host.StartAsync(CancellationToken.None);
        return host;
    }
}
