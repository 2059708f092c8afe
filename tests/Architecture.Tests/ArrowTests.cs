using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace GoatHost.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class ArrowTests
{
    [Theory]
    [InlineData("host/GoatHost.Abstractions/GoatHost.Abstractions.csproj", "")]
    [InlineData("host/GoatHost.Engine/GoatHost.Engine.csproj", "GoatHost.Abstractions")]
    [InlineData("host/GoatHost/GoatHost.csproj", "GoatHost.Engine")]
    public void Host_projects_reference_only_inwards(string project, string allowed) =>
        Assert.Equal(allowed, string.Join(',', CompileReferences(Path.Combine(Tree.Root, project))));

    [Fact]
    public void Plugins_reference_nothing_of_ours_but_what_the_common_props_give_them() =>
        Assert.All(Tree.PluginFolders(), folder => Assert.Empty(CompileReferences(Directory.EnumerateFiles(folder, "*.csproj").Single())));

    [Fact]
    public void Staged_plugins_know_the_contract_and_no_other_assembly_of_ours() => Assert.All(Tree.PluginFolders(), folder =>
    {
        using var image = new PEReader(File.OpenRead(PluginAssembly(folder)));
        var metadata = image.GetMetadataReader();
        var ours = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("GoatHost", StringComparison.Ordinal));
        Assert.Equal(["GoatHost.Abstractions"], ours);
        Assert.False(File.Exists(Path.Combine(Tree.Staged(folder), "GoatHost.Abstractions.dll")), "A plugin must not carry the contract itself.");
    });

    [Fact]
    public void A_plugin_shows_the_world_one_class() => Assert.All(Tree.PluginFolders(), folder =>
    {
        using var image = new PEReader(File.OpenRead(PluginAssembly(folder)));
        var metadata = image.GetMetadataReader();
        var shown = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) == System.Reflection.TypeAttributes.Public)
            .Select(type => metadata.GetString(type.Name));
        Assert.EndsWith("Plugin", Assert.Single(shown), StringComparison.Ordinal);
    });

    [Fact]
    public void The_host_names_no_plugin()
    {
        var names = Tree.PluginFolders().Select(Path.GetFileName).ToList();
        var named =
            from file in Tree.Files("host", "*.cs").Concat(Tree.Files("host", "*.csproj"))
            let text = File.ReadAllText(file)
            from name in names
            where text.Contains(name!, StringComparison.OrdinalIgnoreCase)
            select $"{Tree.Relative(file)} names {name}";
        Assert.Empty(named);
    }

    [Fact]
    public void Nothing_outside_tests_references_a_test()
    {
        var projects = Tree.Files("host", "*.csproj").Concat(Tree.Files("plugins", "*.csproj")).Concat(Tree.Files("samples", "*.csproj"));
        Assert.All(projects, project => Assert.DoesNotContain("/tests/", File.ReadAllText(project), StringComparison.Ordinal));
    }

    private static string PluginAssembly(string folder) =>
        Directory.EnumerateFiles(Tree.Staged(folder), $"GoatHost.*.{Path.GetFileName(folder)}.dll").Single();

    private static IEnumerable<string> CompileReferences(string project) =>
        from reference in XDocument.Load(project).Descendants("ProjectReference")
        where (string?)reference.Attribute("ReferenceOutputAssembly") != "false"
        select Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);
}
