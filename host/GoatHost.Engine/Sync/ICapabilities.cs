using GoatHost.Abstractions;
using GoatHost.Engine.Plugins;

namespace GoatHost.Engine.Sync;

/// <summary>What a sync asks of the plugins.</summary>
internal interface ICapabilities
{
    IReadOnlyList<ISource> Sources { get; }

    IReadOnlyList<ITransport> Transports { get; }
}

/// <summary>The capabilities of the plugins that are loaded.</summary>
internal sealed class PluginCapabilities(PluginHost plugins) : ICapabilities
{
    public IReadOnlyList<ISource> Sources => plugins.Sources;

    public IReadOnlyList<ITransport> Transports => plugins.Transports;
}
