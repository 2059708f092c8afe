using System.Text.Json.Nodes;
using GoatHost.Abstractions;
using GoatHost.Cli.Demos;
using GoatHost.Cli.Rendering;
using GoatHost.Composition;
using GoatHost.TestKit;

namespace GoatHost.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public async Task The_shipped_script_names_files_that_are_shipped()
    {
        var script = await DemoScript.ReadAsync(Path.Combine(Fixtures.Offline, "demo.json"), CancellationToken.None);
        Assert.True(File.Exists(Path.Combine(Fixtures.Offline, script.Seed)));
        Assert.True(Directory.Exists(Path.Combine(Fixtures.Offline, script.Folder)));
        var blocks = (string)script.PluginsIn(Fixtures.Offline)["ordinals"]!["blocks"]!;
        Assert.True(Path.IsPathFullyQualified(blocks));
        Assert.True(Directory.Exists(blocks));
    }

    [Fact]
    public async Task An_overlay_is_merged_and_leaves_the_rest_alone()
    {
        using var folder = new TempFolder();
        var path = folder["plugins.json"];
        await File.WriteAllTextAsync(path, """{"plugins":[{"id":"other","enabled":false},{"id":"a","settings":{"x":1,"y":2}}],"mine":true}""");
        var settings = new JsonObject { ["a"] = new JsonObject { ["x"] = 9 }, ["b"] = new JsonObject { ["z"] = "q" } };

        await PluginOverlay.WriteAsync(path, settings, CancellationToken.None);
        var once = await File.ReadAllTextAsync(path);
        await PluginOverlay.WriteAsync(path, settings, CancellationToken.None);

        Assert.Equal(once, await File.ReadAllTextAsync(path));
        Assert.Equal("""{"plugins":[{"id":"other","enabled":false},{"id":"a","settings":{"x":9,"y":2}},{"id":"b","settings":{"z":"q"}}],"mine":true}""", JsonNode.Parse(once)!.ToJsonString());
    }

    [Fact]
    public async Task A_broken_plugin_list_is_not_overwritten()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["plugins.json"], "{ no");
        await Assert.ThrowsAsync<GoatException>(() => PluginOverlay.WriteAsync(folder["plugins.json"], [], CancellationToken.None));
        Assert.Equal("{ no", await File.ReadAllTextAsync(folder["plugins.json"]));
    }

    [Fact]
    public void Tells_what_discovery_found()
    {
        Assert.Equal("refused ord:xi0: It climbs out of its folder.", FindStage.Describe(new ModelRefused(new Reference("ord:xi0"), "It climbs out of its folder.")));
        Assert.Null(FindStage.Describe(new DiscoveryCursor("7")));
    }

    [Fact]
    public void Cuts_hashes_to_their_ends() =>
        Assert.Equal("tip 7f98c09e…ea60f4:0", ShortHashes.In("tip 7f98c09e2032d40f6b1a1ab28f7b8009c6bc3400cafb6d5246050d935bea60f4:0"));

    [Theory]
    [InlineData("reach: magnet:?xt=urn:btih:dd5f&x.pe=127.0.0.1:4000", "magnet:?xt=urn:btih:dd5f&x.pe=127.0.0.1:4000")]
    [InlineData("reach: ", null)]
    [InlineData("listening", null)]
    public void Reads_where_the_seeder_is(string line, string? expected) => Assert.Equal(expected, ReachLine.Read(line)?.Text);

    [SkippableFact]
    public void Says_what_to_type_next()
    {
        Skip.If(OperatingSystem.IsWindows(), "The line is for a POSIX shell.");
        var layout = new Layout { InstallFolder = "/opt/goat", DataDirectory = "/tmp/my goat", HomeIsGiven = true, SelfCommand = ["/opt/goat/goat"] };
        Assert.Equal("GOAT_HOME='/tmp/my goat' /opt/goat/goat serve", NextSteps.Line(layout, "/", "serve"));
    }
}
