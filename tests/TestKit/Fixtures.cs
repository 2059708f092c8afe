using System.Runtime.CompilerServices;

namespace GoatHost.TestKit;

/// <summary>Where test data lies: in the repository, and in the shared folder that only development machines and CI have.</summary>
public static class Fixtures
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The sample that is shipped: a chain, a torrent and weights.</summary>
    public static string Offline => Path.Combine(Root, "samples", "offline");

    /// <summary>The shared folder (GOAT_SHARED, else beside the repository), or null where there is none.</summary>
    public static string? Shared { get; } = FindShared();

    /// <summary>A path in the shared folder, or null with the reason to skip.</summary>
    public static string? SharedPath(string relative) =>
        Shared is { } shared && Path.Combine(shared, relative) is var path && (File.Exists(path) || Directory.Exists(path)) ? path : null;

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // Deterministic builds map the source path away, so the search begins at the test's own folder.
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory, Path.GetDirectoryName(here) })
        {
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "GoatHost.sln"))) return folder;
            }
        }
        throw new InvalidOperationException("GoatHost.sln was not found above the tests.");
    }

    private static string? FindShared()
    {
        var given = Environment.GetEnvironmentVariable("GOAT_SHARED") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(given) ? Path.GetFullPath(given) : null;
    }
}
