using System.Reflection;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>The assemblies that a plugin takes from the host, so that both mean the same types.</summary>
/// <remarks>
/// By name alone: the version is the host's. A name is shared only if the host really has it, since a Microsoft.Extensions.X that the host
/// lacks has to come from the plugin. SQLite is here because a private copy pins the plugin's load context for good.
/// </remarks>
internal static class SharedAssemblies
{
    private static readonly string[] Families = ["Microsoft.Extensions.", "SQLitePCLRaw."];

    private static readonly string[] Single = ["GoatHost.Abstractions", "Microsoft.Data.Sqlite"];

    public static IReadOnlySet<string> Names { get; } = Platform().Where(IsShared).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(AssemblyName name) => name.Name is { } simple && Names.Contains(simple);

    private static bool IsShared(string name) =>
        Single.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.Ordinal));

    private static IEnumerable<string> Platform() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Path.GetFileNameWithoutExtension(path)!);
}
