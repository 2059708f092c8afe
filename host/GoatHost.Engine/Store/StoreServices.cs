using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Store.Database;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Store.Recovery;
using GoatHost.Engine.Store.Transfers;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Store;

public static class StoreServices
{
    public static IServiceCollection AddStore(this IServiceCollection services) => services
        .AddSingleton(provider => new DataLayout(provider.GetRequiredService<EngineOptions>().DataDirectory))
        .AddSingleton<StoreDatabase>()
        .AddSingleton<TransferRecords>()
        .AddSingleton<StoreLocks>()
        .AddSingleton<StoreLog>()
        .AddSingleton<Leftovers>()
        .AddSingleton<AbandonedFiles>()
        .AddSingleton<StoreRecovery>()
        .AddSingleton(provider => new DiscoveredModels(
            provider.GetRequiredService<StoreDatabase>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new DerivedModels(
            provider.GetRequiredService<StoreDatabase>(),
            provider.GetRequiredService<DataLayout>(),
            provider.GetRequiredService<StoreLocks>(),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ModelStore(
            provider.GetRequiredService<StoreDatabase>(),
            provider.GetRequiredService<DataLayout>(),
            provider.GetRequiredService<StoreLocks>(),
            provider.GetRequiredService<Leftovers>(),
            provider.GetRequiredService<StoreLog>()));
}
