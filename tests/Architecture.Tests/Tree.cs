using GoatHost.TestKit;

namespace GoatHost.Architecture.Tests;

/// <summary>The repository's own files, as the rules see them.</summary>
internal static class Tree
{
    public static string Root => Fixtures.Root;

    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories).Where(path => !IsGenerated(path)).Order(StringComparer.Ordinal)
            : [];
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Folders of plugins and samples: the ones with a project.</summary>
    public static IEnumerable<string> PluginFolders() =>
        new[] { "plugins", "samples" }.SelectMany(room => Directory.EnumerateDirectories(Path.Combine(Root, room)))
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any()).Order(StringComparer.Ordinal);

    public static string Staged(string pluginFolder) =>
        Path.Combine(Root, "artifacts", "plugins", Path.GetFileName(pluginFolder).ToLowerInvariant());

    private static bool IsGenerated(string path) =>
        Relative(path).Split('/') is var parts && (parts.Contains("obj") || parts.Contains("bin") || parts.Contains("artifacts") || parts.Contains("node_modules"));
}
