using GoatHost.Engine.Sync.Checking;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Sync.Publishing;
using GoatHost.Engine.Sync.Resolving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync;

public static class SyncServices
{
    public static IServiceCollection AddSync(this IServiceCollection services) => services
        .AddSingleton<ICapabilities, PluginCapabilities>()
        .AddSingleton<IMachineMemory, ThisMachine>()
        .AddSingleton<CatalogModels>()
        .AddSingleton<RemoteLists>()
        .AddSingleton<DiskSpace>()
        .AddSingleton<FetchLimits>()
        .AddSingleton<ResolveStage>()
        .AddSingleton<PlanStage>()
        .AddSingleton<FetchStage>()
        .AddSingleton<VerifyStage>()
        .AddSingleton<PublishStage>()
        .AddSingleton(ModelSync.From)
        .AddSingleton(services => new RunningSyncs(
            services.GetRequiredService<ModelSync>().SyncAsync, services.GetRequiredService<ILogger<RunningSyncs>>()))
        .AddSingleton(References.From)
        .AddSingleton(ModelDiscovery.From)
        .AddSingleton(Seeding.From);
}
