using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference;

/// <summary>Puts sessions and workers into the engine's container.</summary>
public static class InferenceServices
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services
        .AddSingleton<WorkerLauncher>()
        .AddSingleton(engine => new ComputeDevices(
            engine.GetRequiredService<PluginHost>(), engine.GetRequiredService<EngineOptions>(), engine.GetRequiredService<TimeProvider>(),
            engine.GetRequiredService<ILogger<ComputeDevices>>()))
        .AddSingleton(engine => new ModelSessions(
            engine.GetRequiredService<PluginHost>(), engine.GetRequiredService<ModelVerifier>(), engine.GetRequiredService<AdapterFit>(),
            engine.GetRequiredService<WorkerLauncher>().Deaths, engine.GetRequiredService<ComputeDevices>(), engine.GetRequiredService<EngineOptions>().Residency,
            engine.GetRequiredService<TimeProvider>(), engine.GetRequiredService<ILoggerFactory>()))
        .AddSingleton<IHostInference, HostInference>();
}
