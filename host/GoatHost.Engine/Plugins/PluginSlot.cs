using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.Engine.Plugins.Manifests;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>One line of the list, and what became of it.</summary>
internal sealed class PluginSlot : IAsyncDisposable
{
    private readonly PluginListEntry _entry;
    private readonly PluginGuard _guard;
    private readonly string _folder;
    private PluginManifest? _manifest;
    private LoadedPlugin? _plugin;
    private string? _problem;
    private PluginState _state = PluginState.Discovered;

    public PluginSlot(PluginListEntry entry, string folder, GuardDeadlines deadlines, TimeProvider time, ILogger log)
    {
        (_entry, _folder) = (entry, folder);
        _guard = new PluginGuard(entry.Id, deadlines, time, log);
    }

    public string Id => _entry.Id;

    public PluginCapabilities Capabilities { get; private set; } = PluginCapabilities.None;

    public PluginStatus Status => new(
        _entry.Id, _manifest?.Version, _state, _folder, _manifest?.OwnProcess ?? false,
        [.. (_state == PluginState.Ready ? Capabilities.Provides : _manifest?.Provides ?? []).Select(one => one.ToString())],
        _problem ?? _guard.LastFault);

    /// <summary>Loads it; what is wrong with it becomes its status.</summary>
    /// <param name="taken">Names that plugins before it provide.</param>
    public async Task StartAsync(HostLendings lendings, WorkerLauncher workers, string dataRoot, IReadOnlySet<Provided> taken, CancellationToken ct)
    {
        if (!_entry.Enabled)
        {
            _state = PluginState.Disabled;
            return;
        }
        try
        {
            if (_entry.Problem is { } problem) throw new GoatException(problem);
            var package = await PluginPackage.OpenAsync(_folder, _entry.Settings, id => Path.Combine(dataRoot, id), ct);
            _manifest = package.Manifest;
            if (_manifest.Id != _entry.Id) throw new GoatException($"{package.Folder} holds the plugin {_manifest.Id}, but the list calls it {_entry.Id}: use one id in both.");
            Capabilities = _manifest.OwnProcess ? Proxies(package, workers) : await LoadAsync(package, lendings, ct);
            Check(taken);
            _state = PluginState.Ready;
        }
        catch (GoatException e)
        {
            await FailAsync(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await UnloadAsync();
        if (_state == PluginState.Ready) _state = PluginState.Unloaded;
        _guard.Dispose();
    }

    private async Task<PluginCapabilities> LoadAsync(PluginPackage package, HostLendings lendings, CancellationToken ct)
    {
        var (plugin, capabilities) = await PluginCapabilities.LoadAsync(package, lendings, _guard, ct);
        _plugin = plugin;
        return capabilities;
    }

    private static PluginCapabilities Proxies(PluginPackage package, WorkerLauncher workers) =>
        PluginCapabilities.None with { Runtimes = [.. package.Manifest.Provides.Select(one => new WorkerRuntime(package, one.Name, workers))] };

    private void Check(IReadOnlySet<Provided> taken)
    {
        if (Capabilities.Twice is { } twice) throw new GoatException($"The {Id} plugin registers {twice} twice; a name is used once among its {twice.Kind}s.");
        // A command is called by its plugin's id, so two plugins may well have one of the same name.
        if (Capabilities.Provides.FirstOrDefault(one => one.Kind != "command" && taken.Contains(one)) is { } other)
            throw new GoatException($"The {Id} plugin provides {other}, which a plugin before it in the list provides already: disable one of them.");
    }

    private async Task FailAsync(string problem)
    {
        _problem = problem;
        _state = PluginState.Faulted;
        await UnloadAsync();
    }

    private async Task UnloadAsync()
    {
        Capabilities = PluginCapabilities.None;
        await _guard.CloseAsync();
        if (Interlocked.Exchange(ref _plugin, null) is { } plugin) await _guard.QuietlyAsync("unloading", () => plugin.DisposeAsync().AsTask());
    }
}
