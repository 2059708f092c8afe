using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Esplora;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Chain.Ord;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Rest;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>The roads that the settings name, opened when they are first needed and kept.</summary>
internal sealed class ChainRoads(
    OrdinalsSettings settings, RoadHttp http, HeaderFolder folder, TimeProvider clock, ILogger<ChainRoads> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private IReadOnlyList<IChainRoad>? _roads;

    public bool IsConfigured => settings.Roads.Count > 0;

    public Network Network => Network.Find(settings.Network)
        ?? throw new GoatException($"The ordinals setting \"network\" is \"{settings.Network}\", and it must be one of {Network.Names}.");

    /// <summary>Sets out on all of them in their order.</summary>
    public RoadTrip Open()
    {
        if (!IsConfigured)
        {
            throw new GoatException(
                "Reading inscriptions needs a road to the Bitcoin chain, and none is set: give the ordinals plugin "
                + "\"blocks\" (a Bitcoin Core blocks folder), \"rpc\" (a node's URL) or another of its \"roads\" in plugins.json.");
        }
        lock (_lock) _roads ??= [.. settings.Roads.Select(Build)];
        return new(_roads, logger);
    }

    /// <summary>The roads of one kind alone, to be disposed of by who asks.</summary>
    public ChainRoads Only(string kind)
    {
        var chosen = settings.Roads.Where(road => road.Kind == kind).ToList();
        return chosen.Count > 0
            ? new(settings with { Roads = chosen }, http, folder, clock, logger)
            : throw new GoatException(
                $"No road \"{kind}\" is set for the ordinals plugin: those that are set are "
                + $"{string.Join(", ", settings.Roads.Select(road => road.Kind))}.");
    }

    /// <summary>What the settings alone show; a node or a directory is only asked when it is needed.</summary>
    public Health Health()
    {
        if (Network.Find(settings.Network) is null) return new(HealthStatus.Unhealthy, $"the setting \"network\" must be one of {Network.Names}");
        if (!IsConfigured)
        {
            return new(
                HealthStatus.Degraded,
                "no road to the chain: set \"blocks\" (a Bitcoin Core blocks folder), \"rpc\" (a node's URL) or \"roads\" in plugins.json");
        }
        foreach (var road in settings.Roads)
        {
            if (!RoadSettings.Kinds.Contains(road.Kind)) return new(HealthStatus.Unhealthy, Unknown(road.Kind));
            if (road is { Kind: RoadSettings.Blocks, Path: { } path } && !Directory.Exists(path))
            {
                return new(HealthStatus.Unhealthy, $"the blocks folder {path} does not exist");
            }
        }
        return new(HealthStatus.Healthy, $"{Network.Name}, by {string.Join(", then ", settings.Roads)}");
    }

    public void Dispose()
    {
        foreach (var road in _roads ?? []) (road as IDisposable)?.Dispose();
    }

    private IChainRoad Build(RoadSettings road) => road.Kind switch
    {
        RoadSettings.Blocks => new BlockFilesRoad(road.Path ?? throw Missing(road, "path", "the folder of a node's blk files"), Network, clock),
        RoadSettings.Rpc => RpcRoad.Open(road, Network, http, clock),
        RoadSettings.Rest => new RestRoad(Site(road, "the node's REST at", $"http://127.0.0.1:{Network.RpcPort}"), Network, clock),
        RoadSettings.Peers => new PeerRoad(Network, new() { AddNodes = road.Nodes, UseDns = road.Dns }, folder.Path, clock, logger),
        RoadSettings.Esplora => new EsploraRoad(Site(road, "the esplora server at", "https://blockstream.info/api"), Network, clock),
        RoadSettings.Ord => new OrdRoad(Site(road, "the ord server at", "https://ordinals.com")),
        _ => throw new GoatException($"The ordinals setting \"roads\" cannot be used: {Unknown(road.Kind)}."),
    };

    private HttpSite Site(RoadSettings road, string what, string example) =>
        HttpSite.Create(what, road.Url, http) ?? throw Missing(road, "url", $"its address, such as {example}");

    private static GoatException Missing(RoadSettings road, string key, string what) =>
        new($"The road \"{road.Kind}\" of the ordinals plugin says not where it leads: give it \"{key}\", {what}, in plugins.json.");

    private static string Unknown(string kind) => $"there is no road \"{kind}\"; the roads are {string.Join(", ", RoadSettings.Kinds)}";
}
