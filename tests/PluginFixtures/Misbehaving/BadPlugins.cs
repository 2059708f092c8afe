using GoatHost.Abstractions;

namespace GoatHost.Fixtures.Misbehaving;

/// <summary>Throws an exception of its own from Configure.</summary>
public sealed class ThrowingPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => throw new HomeMadeException("no coffee");
}

/// <summary>Never returns from Configure.</summary>
public sealed class HangingPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }
}

/// <summary>Registers two sources of one name.</summary>
public sealed class TwiceThePlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => builder.AddSource<MoodySource>().AddSource<MoodySource>();
}

/// <summary>Its source wants something that nobody registered.</summary>
public sealed class UnbuildablePlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => builder.AddSource<NeedySource>();
}

/// <summary>Its source fails in as many ways as its reference asks for.</summary>
public sealed class MoodyPlugin : IPlugin
{
    public void Configure(IPluginBuilder builder) => builder.AddSource<MoodySource>();
}

/// <summary>Its runtime does what the prompt asks for, crashes included.</summary>
public sealed class RoguePlugin : IPlugin
{
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(builder.Services, new RogueFolder(builder.DataDirectory));
        builder.AddRuntime<RogueRuntime>().AddCommand<RogueCommand>();
    }
}

/// <summary>A class that is no plugin.</summary>
public sealed class Bystander;

/// <summary>An exception whose type lives in the plugin.</summary>
internal sealed class HomeMadeException(string message) : Exception(message);

internal sealed record RogueFolder(string Path);
