using GoatHost.Engine.Sync.Checking;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Sync.Publishing;
using GoatHost.Engine.Sync.Pulls;
using GoatHost.Engine.Sync.Resolving;
using Microsoft.Extensions.DependencyInjection;

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
        .AddSingleton(ModelPulls.From)
        .AddSingleton(References.From)
        .AddSingleton(ModelDiscovery.From)
        .AddSingleton(Seeding.From);
}
