using GoatHost.Engine.Inference;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Composition;

/// <summary>The engine for the length of one command. Plugins are started by the first who needs one.</summary>
internal sealed class EngineScope(ServiceProvider services) : IAsyncDisposable
{
    public ModelStore Store => services.GetRequiredService<ModelStore>();
    public ModelSync Sync => services.GetRequiredService<ModelSync>();
    public ModelVerifier Verifier => services.GetRequiredService<ModelVerifier>();
    public ModelSessions Sessions => services.GetRequiredService<ModelSessions>();
    public ModelDiscovery Discovery => services.GetRequiredService<ModelDiscovery>();
    public References References => services.GetRequiredService<References>();
    public DerivedModels DerivedModels => services.GetRequiredService<DerivedModels>();
    public AdapterFit Adapters => services.GetRequiredService<AdapterFit>();
    public ComputeDevices Devices => services.GetRequiredService<ComputeDevices>();
    public ModelPulls Pulls => services.GetRequiredService<ModelPulls>();
    public DiscoveredModels Catalog => services.GetRequiredService<DiscoveredModels>();
    public Seeding Seeding => services.GetRequiredService<Seeding>();
    public PluginChoices PluginChoices => services.GetRequiredService<PluginChoices>();
    public ILoggerFactory Logs => services.GetRequiredService<ILoggerFactory>();
    public PluginCheck PluginCheck => services.GetRequiredService<PluginCheck>();

    /// <summary>Starts the plugins for the first who needs one; asked again, it changes nothing.</summary>
    public async Task<PluginHost> StartPluginsAsync(CancellationToken ct)
    {
        var host = services.GetRequiredService<PluginHost>();
        await host.StartAsync(ct);
        return host;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
