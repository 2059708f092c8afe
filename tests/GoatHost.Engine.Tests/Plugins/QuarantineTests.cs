using System.Diagnostics;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Quarantines;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class QuarantineTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("exit", "ended with exit code 3")]
    [InlineData("abort", "aborted (signal 6)")]
    public async Task A_plugin_that_ends_the_process_at_start_is_kept_out_at_the_next_and_says_how_to_let_it_in(string how, string says)
    {
        Stage(how);
        await DieAsync();

        await using (var host = _bench.Host())
        {
            await host.StartAsync(CancellationToken.None);

            var kept = host.Plugins[0];
            Assert.Equal((PluginState.Quarantined, PluginState.Ready), (kept.State, host.Plugins[1].State));
            Assert.Equal($"The exits plugin 1.0.0 is kept out, because it ended the process that loaded it and then also a worker in which it was tried, which {says}: take another version, or goat plugin enable exits to try it again.", kept.Problem);
        }
        File.Delete(Ended);
        await using (var again = _bench.Host())
        {
            await again.StartAsync(CancellationToken.None);
            Assert.Equal(PluginState.Quarantined, again.Plugins[0].State);
            Assert.False(File.Exists(Ended), "it is not tried again and again");
        }
    }

    [Fact]
    public async Task A_process_that_ended_for_another_reason_costs_a_trial_and_no_more()
    {
        Stage("once");
        await DieAsync();
        await using var host = _bench.Host();

        await host.StartAsync(CancellationToken.None);

        Assert.Equal(PluginState.Ready, host.Plugins[0].State);
        Assert.Empty(Directory.GetFiles(Starting));
    }

    [Fact]
    public async Task A_plugin_that_ends_the_process_later_is_found_on_the_stack_and_kept_out_at_the_next_start()
    {
        _bench.Stage("late", "LatePlugin", "runtime:idle", manifest => manifest["formats"] = new System.Text.Json.Nodes.JsonArray("gguf"));
        _bench.List("late");
        var go = Path.Combine(_bench.Data, "plugins", "late", "go");
        using (var host = Start())
        {
            var asked = Path.Combine(_bench.Data, "plugins", "late", "asked");
            while (!File.Exists(asked) && !host.HasExited) await Task.Delay(20);
            await File.WriteAllTextAsync(go, "");
            await host.StandardError.ReadToEndAsync();
            await host.WaitForExitAsync();
            Assert.NotEqual(0, host.ExitCode);
        }
        File.Delete(go); // else it would end this process too, were it not kept out
        await using var next = _bench.Host();

        await next.StartAsync(CancellationToken.None);

        var kept = Assert.Single(next.Plugins);
        Assert.Equal((PluginState.Quarantined, "The late plugin 1.0.0 is kept out, because it ended the process with an exception that nobody caught: HomeMadeException: on my own: take another version, or goat plugin enable late to try it again."), (kept.State, kept.Problem));
    }

    [Fact]
    public async Task Two_deaths_in_a_row_need_no_trial()
    {
        Stage("exit");
        await DieAsync();
        foreach (var marker in Directory.GetFiles(Starting, "exits@*")) File.Copy(marker, marker + "2");
        File.Delete(Ended);
        await using var host = _bench.Host();

        await host.StartAsync(CancellationToken.None);

        Assert.Contains("the process that loaded it 2 times in a row", host.Plugins[0].Problem, StringComparison.Ordinal);
        Assert.False(File.Exists(Ended));
    }

    [Fact]
    public async Task Another_version_or_a_person_lets_it_in_again()
    {
        Stage("once");
        Directory.CreateDirectory(Path.Combine(_bench.Data, "plugins", ".quarantine"));
        await File.WriteAllTextAsync(Path.Combine(_bench.Data, "plugins", ".quarantine", "exits"), "1.0.0\nIt was bad.\n");
        await using (var host = _bench.Host())
        {
            await host.StartAsync(CancellationToken.None);
            Assert.Equal("It was bad.", host.Plugins[0].Problem);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Ended)!);
        await File.WriteAllTextAsync(Ended, "");

        await _bench.Choices().EnableAsync("exits", CancellationToken.None);

        await using var again = _bench.Host();
        await again.StartAsync(CancellationToken.None);
        Assert.Equal(PluginState.Ready, again.Plugins[0].State);
    }

    [Fact]
    public void A_marker_of_a_process_that_lives_is_no_death()
    {
        var markers = new StartMarkers(_bench.Data, NullLogger.Instance);

        var held = markers.Begin("x");
        Assert.Equal(0, markers.Deaths("x"));
        held!.Dispose();

        Assert.Equal(0, markers.Deaths("x"));
        Assert.Empty(Directory.GetFiles(Starting));
    }

    [Fact]
    public async Task Safe_mode_loads_nothing()
    {
        Stage("exit");
        await using var host = new PluginHost(_bench.Options with { SafeMode = true }, PluginBench.Lendings, PluginBench.Deadlines, _bench.Launcher);

        await host.StartAsync(CancellationToken.None);

        Assert.All(host.Plugins, plugin => Assert.Equal((PluginState.Discovered, "Not loaded: this is the safe mode."), (plugin.State, plugin.Problem)));
        Assert.False(File.Exists(Ended));
    }

    private string Starting => Path.Combine(_bench.Data, "plugins", ".starting");

    private string Ended => Path.Combine(_bench.Data, "plugins", "exits", "ended");

    private void Stage(string how)
    {
        _bench.Stage("exits", "ExitingPlugin");
        _bench.Stage("sick", "SickPlugin", "source:sick");
        _bench.WriteDefaults($$"""{ "plugins": [ { "id": "exits", "settings": { "how": "{{how}}" } }, { "id": "sick" } ] }""");
    }

    /// <summary>A process of its own loads the plugins, and ends of it.</summary>
    private async Task DieAsync()
    {
        using var host = Start();
        await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();
        Assert.NotEqual(0, host.ExitCode);
        Assert.True(File.Exists(Ended));
    }

    private Process Start()
    {
        File.Copy(_bench.Defaults, Path.Combine(_bench.Data, "default.json"));
        return Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { PluginBench.Program("DoomedHost", "DoomedHost.dll"), _bench.Data, _bench.Plugins, PluginBench.Program("GoatHost", "goat.dll") },
            RedirectStandardError = true,
        })!;
    }
}
