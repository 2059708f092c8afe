using System.Text.Json;

namespace GoatHost.Architecture.Tests;

/// <summary>Every plugin is in the list, under its own name.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void Every_plugin_is_listed_in_plugins_json()
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tree.Root, "plugins.json")));
        var listed = list.RootElement.GetProperty("plugins").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()).Order(StringComparer.Ordinal);
        Assert.Equal(Tree.PluginFolders().Select(folder => Path.GetFileName(folder).ToLowerInvariant()).Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void A_plugins_id_is_its_folder_and_it_has_a_page_about_itself() => Assert.All(Tree.PluginFolders(), folder =>
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "plugin.json")));
        Assert.Equal(Path.GetFileName(folder).ToLowerInvariant(), manifest.RootElement.GetProperty("id").GetString());
        Assert.True(File.Exists(Path.Combine(folder, "README.md")), $"{Tree.Relative(folder)} has no README.md.");
    });
}
