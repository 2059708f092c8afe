using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>Whether a plugin's dll fits this host, read from its metadata before anything of it is loaded.</summary>
internal static class ContractCheck
{
    private const string Contract = "GoatHost.Abstractions";

    /// <summary>What a plugin could reach through the host's own folder, and must not.</summary>
    private static readonly string[] HostOnly = ["GoatHost.Engine", "goat"];

    public static Version HostContract { get; } = typeof(IPlugin).Assembly.GetName().Version!;

    /// <exception cref="GoatException">It does not fit: the sentence says why and what to do.</exception>
    public static void Run(string folder, PluginManifest manifest)
    {
        var path = Path.Combine(folder, manifest.Assembly);
        if (!File.Exists(path)) throw new GoatException($"{path} is missing, which {PluginManifest.FileName} names as the plugin's assembly: build or install the plugin again.");
        if (File.Exists(Path.Combine(folder, $"{Contract}.dll")))
            throw new GoatException($"{folder} ships {Contract}.dll, which only the host may bring: reference it with Private=\"false\" ExcludeAssets=\"runtime\".");
        var references = References(path);
        if (HostOnly.FirstOrDefault(references.ContainsKey) is { } inner)
            throw new GoatException($"{manifest.Assembly} uses {inner}, which is the host's inside: a plugin sees {Contract} alone.");
        Compare(manifest, references.GetValueOrDefault(Contract));
    }

    private static void Compare(PluginManifest manifest, Version? built)
    {
        var host = HostContract.ToString(2);
        if (built is null) throw new GoatException($"{manifest.Assembly} is not a plugin: it does not use {Contract}.");
        if (built.Major != HostContract.Major)
            throw new GoatException($"{manifest.Assembly} speaks contract {built.ToString(2)}; this host speaks {host}: take a version of the plugin made for {HostContract.Major}.x.");
        if (built.Minor > HostContract.Minor)
            throw new GoatException($"{manifest.Assembly} needs contract {built.ToString(2)}; this host has {host}: update the host, or use an older plugin.");
        if (built.Major != manifest.Contract.Major || built.Minor != manifest.Contract.Minor)
            throw new GoatException($"{PluginManifest.FileName} says contract {manifest.Contract.ToString(2)}, but {manifest.Assembly} was built against {built.ToString(2)}: correct 'contract'.");
    }

    private static Dictionary<string, Version> References(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata) throw new GoatException($"{path} is not a .NET assembly.");
            var metadata = image.GetMetadataReader();
            return metadata.AssemblyReferences
                .Select(metadata.GetAssemblyReference)
                .GroupBy(reference => metadata.GetString(reference.Name), StringComparer.OrdinalIgnoreCase)
                .ToDictionary(same => same.Key, same => same.Max(reference => reference.Version)!, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{path} is not a .NET assembly that can be read: {e.Message}", e);
        }
    }
}
