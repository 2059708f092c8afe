using GoatHost.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition;

/// <summary>Builds the container: the engine and its log.</summary>
internal static class Startup
{
    public static EngineScope OpenEngine(EngineOptions options, LogLevel level, TextWriter log)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(level).AddProvider(new LineLogs(log)));
        services.AddGoatEngine(options);
        return new EngineScope(services.BuildServiceProvider());
    }
}
