using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Tests.Plugins;

public sealed class PluginCheckTests
{
    [Theory]
    [InlineData("ThrowingPlugin", "load", "no coffee")]
    [InlineData("Nobody", "load", "has no class")]
    [InlineData("TwiceThePlugin", "provides", "registered twice")]
    [InlineData("MoodyPlugin", "health of moody", "unwell")]
    public async Task The_first_line_that_fails_says_why(string entry, string line, string says)
    {
        using var bench = new PluginBench();
        var folder = bench.Stage("x", entry);

        var lines = await new PluginCheck(PluginBench.Lendings, PluginBench.Deadlines, bench.Launcher).RunAsync(folder, CancellationToken.None);

        var failed = lines.First(one => !one.Ok);
        Assert.Equal(line, failed.What);
        Assert.Contains(says, failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_one_line()
    {
        using var bench = new PluginBench();

        var lines = await new PluginCheck(PluginBench.Lendings, PluginBench.Deadlines, bench.Launcher).RunAsync(Path.Combine(bench.Plugins, "none"), CancellationToken.None);

        Assert.False(Assert.Single(lines).Ok);
    }

    [Fact]
    public async Task A_plugin_with_a_process_of_its_own_is_checked_in_one()
    {
        using var bench = new PluginBench();

        var lines = await new PluginCheck(PluginBench.Lendings, PluginBench.Deadlines, bench.Launcher).RunAsync(bench.StageRogue(), CancellationToken.None);

        Assert.All(lines, line => Assert.True(line.Ok, $"{line.What}: {line.Detail}"));
        Assert.Equal(["manifest", "contract", "load", "provides", "health of rogue", "unload"], lines.Select(line => line.What));
    }
}
