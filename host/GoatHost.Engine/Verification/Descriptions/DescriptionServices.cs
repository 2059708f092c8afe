using GoatHost.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Verification.Descriptions;

/// <summary>Puts the description reader into a container.</summary>
public static class DescriptionServices
{
    public static IServiceCollection AddDescriptions(this IServiceCollection services) =>
        services.AddSingleton<IDescriptionReader, DescriptionReader>();
}
