using GoatHost.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition;

/// <summary>Builds the container: the engine, its log, and the export of its meters and traces.</summary>
internal static class Startup
{
    public static EngineScope OpenEngine(EngineOptions options, LogLevel level, ILoggerProvider log)
    {
        var exports = TelemetryExport.IsAskedFor(Environment.GetEnvironmentVariable);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(level).AddProvider(log));
        if (exports) services.AddSingleton(_ => TelemetryExport.Start());
        services.AddGoatEngine(options);
        var engine = services.BuildServiceProvider();
        // Made first, so that it is disposed last and sends what the others say while they end.
        if (exports) engine.GetRequiredService<TelemetryExport>();
        return new EngineScope(engine);
    }
}
