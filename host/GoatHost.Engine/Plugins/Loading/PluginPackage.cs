using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.Engine.Plugins.Pins;

namespace GoatHost.Engine.Plugins.Loading;

/// <summary>A plugin folder that passed every check short of loading it, with what it is to be given.</summary>
internal sealed record PluginPackage(
    string Folder, PluginManifest Manifest, IReadOnlyDictionary<string, string?> Settings, string DataDirectory)
{
    /// <summary>What the folder has to hash to, or null.</summary>
    public string? Pin { get; init; }

    /// <summary>Bytes of memory that a worker of it may take, or null.</summary>
    public long? MemoryLimit { get; init; }

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

    /// <summary>Hashes the folder, if it is pinned.</summary>
    /// <exception cref="GoatException">It is not what was pinned.</exception>
    public Task CheckPinAsync(CancellationToken ct) => Pin is null ? Task.CompletedTask : PluginPin.CheckAsync(Manifest.Id, Folder, Pin, ct);
}
