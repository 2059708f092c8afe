using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins.Lending;

/// <summary>What the host lends to every plugin, as instances in the plugin's own container.</summary>
/// <remarks>Instances, because a container disposes only what it made: a plugin that goes takes nothing of the host's with it.</remarks>
internal sealed record HostLendings(
    ILoggerFactory Loggers, TimeProvider Time, IDescriptionReader Descriptions, IHostModels Models, IHostInference Inference)
{
    public IHostCatalog Catalog { get; init; } = new NothingLent();

    public IServiceCollection NewContainer() => new ServiceCollection()
        .AddSingleton(Loggers)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(Time)
        .AddSingleton(Descriptions)
        .AddSingleton(Models)
        .AddSingleton(Inference)
        .AddSingleton(Catalog)
        .AddHttpClient();
}
