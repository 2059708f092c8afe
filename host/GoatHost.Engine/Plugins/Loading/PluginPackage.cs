using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>A plugin folder that passed every check short of loading it, with what it is to be given.</summary>
internal sealed record PluginPackage(
    string Folder, PluginManifest Manifest, IReadOnlyDictionary<string, string?> Settings, string DataDirectory)
{
    public string AssemblyPath => Path.Combine(Folder, Manifest.Assembly);

    /// <summary>Reads the manifest and checks the contract.</summary>
    /// <exception cref="GoatException">The folder holds no plugin that fits.</exception>
    public static async Task<PluginPackage> OpenAsync(
        string folder, IReadOnlyDictionary<string, string?> settings, Func<string, string> dataDirectory, CancellationToken ct)
    {
        var full = Path.GetFullPath(folder);
        var manifest = await PluginManifest.ReadAsync(full, ct);
        ContractCheck.Run(full, manifest);
        return new PluginPackage(full, manifest, settings, dataDirectory(manifest.Id));
    }
}
