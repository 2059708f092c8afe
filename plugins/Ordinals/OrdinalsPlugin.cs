using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Firsts;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Inscribing;
using GoatHost.Plugins.Ordinals.Proofs;
using GoatHost.Plugins.Ordinals.Scans;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Plugins.Ordinals;

/// <summary>Models from Bitcoin inscriptions, proven against the chain.</summary>
public sealed class OrdinalsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Configure(IPluginBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var folder = builder.DataDirectory;
        builder.Services
            .AddSingleton(OrdinalsSettings.Read(builder.Settings))
            .AddSingleton(new HeaderFolder(builder.DataDirectory))
            .AddSingleton<RoadHttp>()
            .AddSingleton<ChainRoads>()
            .AddSingleton<InscriptionProver>()
            .AddSingleton(_ => new FirstRecords(folder))
            .AddSingleton(new RecoveryFolder(folder))
            .AddSingleton<InscriptionScan>()
            .AddSingleton<CatalogScan>();
        builder.AddSource<OrdinalsSource>().AddTransport<OrdinalsTransport>()
            .AddCommand<ProveCommand>().AddCommand<ProofCommand>().AddCommand<ScanCommand>().AddCommand<FirstCommand>()
            .AddCommand<InscribeCommand>();
    }
}
