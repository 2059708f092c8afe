using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Inference;

/// <summary>Puts sessions and workers into the engine's container.</summary>
public static class InferenceServices
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services
        .AddSingleton<WorkerLauncher>()
        .AddSingleton<ModelSessions>()
        .AddSingleton<IHostInference, HostInference>();
}
