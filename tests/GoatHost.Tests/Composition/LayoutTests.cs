using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.TestKit;

namespace GoatHost.Tests.Composition;

public sealed class LayoutTests
{
    [Fact]
    public void Finds_a_source_tree_from_its_output_folder()
    {
        using var root = new TempFolder();
        var bin = Directory.CreateDirectory(root["artifacts/bin/GoatHost/debug"]).FullName;
        Directory.CreateDirectory(root["artifacts/plugins"]);
        File.WriteAllText(root["plugins.json"], "{}");

        var layout = Layout.Find(Facts(bin + Path.DirectorySeparatorChar));
        Assert.True(layout.IsSourceTree);
        Assert.Equal(root["plugins.json"], layout.PluginList);
        Assert.Equal(Path.Combine(root.Path, "artifacts", "plugins"), layout.PluginsDirectory);
        Assert.Equal(Path.Combine(root.Path, "samples", "offline"), layout.OfflineSamples);
    }

    [Fact]
    public void Finds_a_published_folder()
    {
        using var root = new TempFolder();
        File.WriteAllText(root["plugins.json"], "{}");
        var layout = Layout.Find(Facts(root.Path));
        Assert.False(layout.IsSourceTree);
        Assert.Equal(root["plugins"], layout.PluginsDirectory);
    }

    [Fact]
    public void Says_when_there_is_no_installation() => Assert.Throws<GoatException>(() => Layout.Find(Facts(Path.GetPathRoot(Path.GetTempPath())!)));

    [Fact]
    public void Takes_the_data_directory_from_GOAT_HOME()
    {
        using var root = new TempFolder();
        File.WriteAllText(root["plugins.json"], "{}");
        var layout = Layout.Find(Facts(root.Path) with { Environment = name => name == "GOAT_HOME" ? "relative" : null });
        Assert.Equal(Path.GetFullPath("relative"), layout.DataDirectory);
        Assert.True(layout.HomeIsGiven);
    }

    [SkippableTheory]
    [InlineData("/xdg", "/xdg/goat")]
    [InlineData("relative", "/home/kid/.local/share/goat")]
    [InlineData(null, "/home/kid/.local/share/goat")]
    public void Follows_XDG_on_Linux(string? xdg, string expected)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "XDG is for Linux.");
        Assert.Equal(expected, DataFolders.OfPlatform(name => name switch { "XDG_DATA_HOME" => xdg, "HOME" => "/home/kid", _ => null }));
    }

    [Fact]
    public void Starts_itself_as_it_was_started()
    {
        using var root = new TempFolder();
        File.WriteAllText(root["plugins.json"], "{}");
        Assert.Equal(["/opt/goat"], Layout.Find(Facts(root.Path) with { ProcessPath = "/opt/goat" }).SelfCommand);
        Assert.Equal(["/usr/bin/dotnet", root["goat.dll"]], Layout.Find(Facts(root.Path) with { ProcessPath = "/usr/bin/dotnet" }).SelfCommand);
        Assert.Equal(["dotnet", root["goat.dll"]], Layout.Find(Facts(root.Path) with { ProcessPath = "/usr/bin/testhost" }).SelfCommand);
    }

    private static ProcessFacts Facts(string folder) => new(folder, "/opt/goat", _ => null);
}
