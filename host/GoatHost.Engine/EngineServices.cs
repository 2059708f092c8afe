using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine;

/// <summary>Puts the engine's rooms into a container.</summary>
public static class EngineServices
{
    public static IServiceCollection AddGoatEngine(this IServiceCollection services, EngineOptions options) => services
        .AddSingleton(options)
        .AddSingleton(TimeProvider.System)
        .AddPlugins()
        .AddStore()
        .AddVerification()
        .AddSync()
        .AddInference();
}
