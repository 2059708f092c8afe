using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.KillFixture;

internal static class Stops
{
    public static IServiceCollection AddStops(this IServiceCollection services, ILoggerProvider points) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(points));
}
