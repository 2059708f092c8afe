using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>The one plugin of a worker, and the one model it has loaded.</summary>
internal sealed class WorkerPlugin(HostLendings lendings) : IAsyncDisposable
{
    private LoadedPlugin? _plugin;
    private PluginGuard? _guard;
    private PluginCapabilities _capabilities = PluginCapabilities.None;
    private IModelSession? _session;

    public IModelSession Session => _session ?? throw new GoatException("The worker has no model loaded.");

    public IRuntime Runtime(string name) => _capabilities.Runtimes.FirstOrDefault(runtime => runtime.Name == name)
        ?? throw new GoatException($"The plugin registers no runtime {name}, which its plugin.json names in 'provides'.");

    public ICommand Command(string name) => _capabilities.Commands.FirstOrDefault(command => command.Name == name)
        ?? throw new GoatException($"The plugin registers no command {name}, which its plugin.json names in 'provides'.");

    /// <returns>What the plugin registered.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(Load load, CancellationToken ct)
    {
        // Checked again on this side: the folder may have changed since the host looked.
        var package = await PluginPackage.OpenAsync(load.Folder, load.Settings, _ => load.DataDirectory, ct);
        _guard = new PluginGuard(package.Manifest.Id, new GuardDeadlines(), lendings.Time, lendings.Loggers.CreateLogger("GoatHost.Plugins"));
        (_plugin, _capabilities) = await PluginCapabilities.LoadAsync(package, lendings, _guard, ct);
        return [.. _capabilities.Provides.Select(one => one.ToString())];
    }

    public async Task<SessionLimits> OpenAsync(Open open, IProgress<double> progress, CancellationToken ct)
    {
        if (_session is not null) throw new GoatException("The worker has a model loaded already; each has a worker of its own.");
        var runtime = Runtime(open.Runtime);
        var model = open.Model.ToModel();
        if (!runtime.CanRun(model)) throw new GoatException($"The runtime {open.Runtime} cannot run {model.Name}.");
        _session = await runtime.OpenAsync(model, open.Options, progress, ct);
        return _session.Limits;
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        if (_guard is { } guard && _plugin is { } plugin) await guard.QuietlyAsync("unloading", () => plugin.DisposeAsync().AsTask());
        _guard?.Dispose();
    }
}
