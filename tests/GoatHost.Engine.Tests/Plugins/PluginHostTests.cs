using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class PluginHostTests
{
    [Fact]
    public async Task A_broken_plugin_says_why_in_one_sentence_and_stops_no_other()
    {
        using var bench = new PluginBench();
        bench.Stage("throws", "ThrowingPlugin");
        bench.Stage("hangs", "HangingPlugin");
        bench.Stage("twice", "TwiceThePlugin");
        bench.Stage("unbuildable", "UnbuildablePlugin");
        bench.Stage("noentry", "Nobody");
        bench.Stage("bystander", "Bystander");
        bench.Stage("renamed", "MoodyPlugin", change: manifest => manifest["id"] = "other");
        File.WriteAllText(Path.Combine(bench.Stage("badjson", "MoodyPlugin"), "plugin.json"), "{ \"id\": ");
        File.Delete(Path.Combine(bench.Stage("nodll", "MoodyPlugin"), "GoatHost.Fixtures.Misbehaving.dll"));
        ContractVersion.Patch(Path.Combine(bench.Stage("newer", "MoodyPlugin"), "GoatHost.Fixtures.Misbehaving.dll"), 1, 9);
        ContractVersion.Patch(Path.Combine(bench.Stage("major", "MoodyPlugin"), "GoatHost.Fixtures.Misbehaving.dll"), 2, 0);
        bench.Stage("misstated", "MoodyPlugin", change: manifest => manifest["contract"] = "1.1");
        File.Copy(typeof(IPlugin).Assembly.Location, Path.Combine(bench.Stage("ships", "MoodyPlugin"), "GoatHost.Abstractions.dll"));
        bench.Stage("moody", "MoodyPlugin");
        bench.Stage("again", "MoodyPlugin");
        bench.List("throws", "hangs", "twice", "unbuildable", "noentry", "bystander", "renamed", "badjson", "nodll", "newer", "major", "misstated", "ships", "missing", "moody", "again", "moody");
        await using var host = bench.Host(PluginBench.Deadlines with { Load = TimeSpan.FromSeconds(2) });

        await host.StartAsync(CancellationToken.None);

        var says = host.Plugins.Where(plugin => plugin.State == PluginState.Faulted).ToLookup(plugin => plugin.Id, plugin => plugin.Problem!);
        Assert.Contains("HomeMadeException: no coffee.", Assert.Single(says["throws"]), StringComparison.Ordinal);
        Assert.Equal(PluginState.Quarantined, host.Plugins.Single(plugin => plugin.Id == "hangs").State);
        Assert.Contains("source:moody twice", Assert.Single(says["twice"]), StringComparison.Ordinal);
        Assert.Contains("ICloneable", Assert.Single(says["unbuildable"]), StringComparison.Ordinal);
        Assert.Contains("has no class GoatHost.Fixtures.Misbehaving.Nobody", Assert.Single(says["noentry"]), StringComparison.Ordinal);
        Assert.Contains("not a class that implements IPlugin", Assert.Single(says["bystander"]), StringComparison.Ordinal);
        Assert.Contains("use one id in both", Assert.Single(says["renamed"]), StringComparison.Ordinal);
        Assert.Contains("is not a plugin manifest: line 1", Assert.Single(says["badjson"]), StringComparison.Ordinal);
        Assert.Contains("dll is missing", Assert.Single(says["nodll"]), StringComparison.Ordinal);
        Assert.Contains("needs contract 1.9; this host has 1.0: update the host", Assert.Single(says["newer"]), StringComparison.Ordinal);
        Assert.Contains("speaks contract 2.0; this host speaks 1.0", Assert.Single(says["major"]), StringComparison.Ordinal);
        Assert.Contains("says contract 1.1, but", Assert.Single(says["misstated"]), StringComparison.Ordinal);
        Assert.Contains("ships GoatHost.Abstractions.dll", Assert.Single(says["ships"]), StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Single(says["missing"]), StringComparison.Ordinal);
        Assert.Contains("provides source:moody, which a plugin before it", Assert.Single(says["again"]), StringComparison.Ordinal);
        Assert.Contains("lists the plugin moody twice", Assert.Single(says["moody"]), StringComparison.Ordinal);
        Assert.All(says.SelectMany(one => one), OneSentence);
        Assert.Equal("moody", Assert.Single(host.Sources).Name);
    }

    [Fact]
    public async Task The_data_directorys_list_overrides_by_id_and_setting_by_setting()
    {
        using var bench = new PluginBench();
        bench.WriteDefaults("""{ "plugins": [ { "id": "one", "settings": { "a": "{folder}/x", "b": [1, 2, 3], "c": { "d": true } } }, { "id": "two" } ] }""");
        await File.WriteAllTextAsync(Path.Combine(bench.Data, "plugins.json"), """{ "plugins": [ { "id": "one", "settings": { "b": ["{folder}"] } }, { "id": "two", "enabled": false }, { "id": "three", "folder": "far/away" } ] }""");

        var list = await Engine.Plugins.Manifests.PluginList.ReadAsync(bench.Defaults, Path.Combine(bench.Data, "plugins.json"), CancellationToken.None);

        Assert.Equal(["one", "two", "three"], list.Select(entry => entry.Id));
        Assert.Equal([true, false, true], list.Select(entry => entry.Enabled));
        Assert.Equal("far/away", list[2].Folder);
        var section = Engine.Plugins.Manifests.PluginSettings.Section(list[0].Settings);
        Assert.Equal($"{Path.GetDirectoryName(bench.Defaults)}/x", section["a"]);
        Assert.Equal(bench.Data, Assert.Single(section.GetSection("b").GetChildren()).Value);
        Assert.Equal("true", section["c:d"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{ \"plugins\": [ { \"folder\": \"x\" } ] }")]
    [InlineData("{ \"plugins\": [ { \"id\": \"x\", \"settings\": 3 } ] }")]
    [InlineData("not json")]
    public async Task A_list_that_is_none_is_told_with_its_file(string json)
    {
        using var bench = new PluginBench();
        bench.WriteDefaults(json);
        await using var host = bench.Host();

        var e = await Assert.ThrowsAsync<GoatException>(() => host.StartAsync(CancellationToken.None));

        Assert.StartsWith(bench.Defaults, e.Message, StringComparison.Ordinal);
        OneSentence(e.Message);
    }

    [Theory]
    [InlineData("id", "Upper", "lower-case")]
    [InlineData("version", "one", "such as 1.4.0")]
    [InlineData("assembly", "../up.dll", "without a path")]
    [InlineData("entry", "not a name", "full name")]
    [InlineData("contract", "1", "major.minor")]
    [InlineData("isolation", "island", "inProcess or process")]
    [InlineData("id", null, "has no 'id'")]
    public async Task A_manifest_that_breaks_a_rule_is_told_which(string field, string? value, string says)
    {
        using var bench = new PluginBench();
        var folder = bench.Stage("x", "MoodyPlugin", change: manifest => manifest[field] = value is null ? null : JsonValue.Create(value));

        var e = await Assert.ThrowsAsync<GoatException>(() => Engine.Plugins.Manifests.PluginManifest.ReadAsync(folder, CancellationToken.None));

        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_rounds_of_load_use_and_unload_are_freed()
    {
        using var bench = new PluginBench();
        bench.Stage("moody", "MoodyPlugin");
        bench.List("moody");
        for (var round = 0; round < 10; round++)
        {
            var kept = await RoundAsync(bench);
            for (var turn = 0; turn < 50 && Contexts(bench) > 0; turn++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Delay(10);
            }
            Assert.Equal(0, Contexts(bench));
            GC.KeepAlive(kept);
        }
    }

    /// <summary>Keeps what a host would keep: a description, a health, a sentence.</summary>
    private static async Task<object> RoundAsync(PluginBench bench)
    {
        await using var host = bench.Host();
        await host.StartAsync(CancellationToken.None);
        var source = Assert.Single(host.Sources);
        var description = await source.ResolveAsync(new Reference("good"), CancellationToken.None);
        var health = await source.CheckAsync(CancellationToken.None);
        var fault = await Assert.ThrowsAsync<GoatException>(() => source.ResolveAsync(new Reference("throw"), CancellationToken.None));
        using var cancel = new CancellationTokenSource();
        var waiting = source.ResolveAsync(new Reference("wait"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        return (description, health, fault, host.Plugins, cancel);
    }

    /// <summary>Of this bench alone: other tests load and unload the same dll meanwhile.</summary>
    private static int Contexts(PluginBench bench) => System.Runtime.Loader.AssemblyLoadContext.All.Count(
        context => context.Assemblies.Any(assembly => assembly.Location.StartsWith(bench.Plugins, StringComparison.Ordinal)));

    private static void OneSentence(string text)
    {
        Assert.EndsWith(".", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
