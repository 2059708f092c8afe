using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Store.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>Puts the plugin host into the engine's container.</summary>
public static class PluginServices
{
    public static IServiceCollection AddPlugins(this IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(new GuardDeadlines());
        services.TryAddSingleton<IHostModels, HostModels>();
        return services
            .AddSingleton(Lendings)
            .AddSingleton(engine => PluginSurroundings.Of(
                engine.GetRequiredService<EngineOptions>(), engine.GetRequiredService<HostLendings>(),
                engine.GetRequiredService<GuardDeadlines>(), engine.GetRequiredService<WorkerLauncher>()))
            .AddSingleton(engine => new PluginHost(engine.GetRequiredService<PluginSurroundings>()))
            .AddSingleton(engine => new PluginChoices(engine.GetRequiredService<EngineOptions>(), engine.GetRequiredService<PluginSurroundings>().Quarantine))
            .AddSingleton(engine => new PluginCheck(
                engine.GetRequiredService<HostLendings>(), engine.GetRequiredService<GuardDeadlines>(), engine.GetRequiredService<WorkerLauncher>()));
    }

    // Lazy, because what is lent (sessions, models) itself stands on the plugin host.
    private static HostLendings Lendings(IServiceProvider engine) => new(
        engine.GetRequiredService<ILoggerFactory>(),
        engine.GetRequiredService<TimeProvider>(),
        new LentDescriptionReader(new Lazy<IDescriptionReader>(engine.GetRequiredService<IDescriptionReader>)),
        new LentModels(new Lazy<IHostModels>(engine.GetRequiredService<IHostModels>)),
        new LentInference(new Lazy<IHostInference>(engine.GetRequiredService<IHostInference>)))
    {
        Catalog = new LentCatalog(new Lazy<IHostCatalog>(engine.GetRequiredService<DiscoveredModels>)),
    };
}
