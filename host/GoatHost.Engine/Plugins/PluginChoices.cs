using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.Engine.Plugins.Pins;
using GoatHost.Engine.Plugins.Quarantines;

namespace GoatHost.Engine.Plugins;

/// <summary>What a person decides about plugins: on, off, pinned. Kept in the data directory's plugins.json; a running host takes it over at the next reload.</summary>
public sealed class PluginChoices
{
    private readonly EngineOptions _options;
    private readonly Quarantine _quarantine;

    internal PluginChoices(EngineOptions options, Quarantine quarantine) => (_options, _quarantine) = (options, quarantine);

    private string Path => System.IO.Path.Combine(_options.DataDirectory, PluginList.FileName);

    /// <summary>Enables a plugin, and lets one be tried again that was kept out after a crash.</summary>
    public async Task EnableAsync(string id, CancellationToken ct)
    {
        await NeedAsync(id, ct);
        await PluginListFile.SetAsync(Path, id, "enabled", true, ct);
        _quarantine.Lift(id);
    }

    public async Task DisableAsync(string id, CancellationToken ct)
    {
        await NeedAsync(id, ct);
        await PluginListFile.SetAsync(Path, id, "enabled", false, ct);
    }

    /// <summary>Pins a plugin to its files as they are now.</summary>
    /// <returns>The SHA-256 that was written.</returns>
    public async Task<string> PinAsync(string id, CancellationToken ct)
    {
        var entry = await NeedAsync(id, ct);
        var folder = System.IO.Path.GetFullPath(entry.Folder, _options.PluginsDirectory);
        if (!Directory.Exists(folder)) throw new GoatException($"The plugin folder {folder} is missing: there is nothing to pin.");
        var pin = await PluginPin.ComputeAsync(folder, ct);
        await PluginListFile.SetAsync(Path, id, "sha256", pin, ct);
        return pin;
    }

    /// <summary>Takes a pin out. One of the default list stays.</summary>
    public async Task UnpinAsync(string id, CancellationToken ct)
    {
        await NeedAsync(id, ct);
        await PluginListFile.SetAsync(Path, id, "sha256", null, ct);
        if ((await NeedAsync(id, ct)).Sha256 is not null) throw new GoatException($"{id} is pinned by {_options.DefaultPluginList}, which is part of the installation: change it there.");
    }

    private async Task<PluginListEntry> NeedAsync(string id, CancellationToken ct)
    {
        var list = await PluginList.ReadAsync(_options.DefaultPluginList, Path, ct);
        return list.FirstOrDefault(entry => entry.Id == id) ?? throw new GoatException($"There is no plugin {id} in the list: goat plugin list names those there are.");
    }
}
