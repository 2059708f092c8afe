using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.Engine.Plugins.Manifests;

namespace GoatHost.Engine.Plugins;

/// <summary>What one plugin adds to the host, each behind the plugin's guard.</summary>
internal sealed record PluginCapabilities(
    IReadOnlyList<ISource> Sources, IReadOnlyList<ITransport> Transports, IReadOnlyList<IRuntime> Runtimes, IReadOnlyList<ICommand> Commands)
{
    public static PluginCapabilities None { get; } = new([], [], [], []);

    public IReadOnlyList<Provided> Provides =>
    [
        .. Sources.Select(one => new Provided("source", one.Name)),
        .. Transports.Select(one => new Provided("transport", one.Name)),
        .. Runtimes.Select(one => new Provided("runtime", one.Name)),
        .. Commands.Select(one => new Provided("command", one.Name)),
    ];

    public IEnumerable<ICapability> All => [.. Sources, .. Transports, .. Runtimes, .. Commands];

    /// <summary>What plugin.json says of a plugin that lives in worker processes.</summary>
    public static PluginCapabilities InWorkers(PluginPackage package, WorkerLauncher workers) => None with
    {
        Runtimes = [.. package.Manifest.Named("runtime").Select(name => new WorkerRuntime(package, name, workers))],
        Commands = [.. package.Manifest.Named("command").Select(name => new WorkerCommand(package, name, workers))],
    };

    /// <summary>Loads a plugin under its guard's deadline, and creates what it registered.</summary>
    public static Task<(LoadedPlugin Plugin, PluginCapabilities Capabilities)> LoadAsync(
        PluginPackage package, HostLendings lendings, PluginGuard guard, CancellationToken ct) =>
        guard.RunAsync("loading and configuring itself", guard.Deadlines.Load, async token =>
        {
            var plugin = LoadedPlugin.Load(package, lendings);
            if (!token.IsCancellationRequested) return (plugin, Of(plugin, guard));
            // Configured after all, when it was given up already.
            await plugin.DisposeAsync();
            throw new OperationCanceledException(token);
        }, ct);

    private static PluginCapabilities Of(LoadedPlugin plugin, PluginGuard guard) => new(
        [.. plugin.Capabilities<ISource>().Select(one => new GuardedSource(one, guard))],
        [.. plugin.Capabilities<ITransport>().Select(one => new GuardedTransport(one, guard))],
        [.. plugin.Capabilities<IRuntime>().Select(one => new GuardedRuntime(one, guard))],
        [.. plugin.Capabilities<ICommand>().Select(one => new GuardedCommand(one, guard))]);

    /// <summary>The first name that two capabilities of one kind share, or null.</summary>
    public Provided? Twice => Provides.GroupBy(one => one).FirstOrDefault(same => same.Count() > 1)?.Key;
}
