using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Chain.Files;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>The road that the settings name, opened when it is first needed and kept.</summary>
internal sealed class ChainRoads(OrdinalsSettings settings, IHttpClientFactory http, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private IChainRoad? _road;

    public bool IsConfigured => settings.Blocks is not null || settings.Rpc is not null;

    public Network Network => Network.Find(settings.Network)
        ?? throw new GoatException($"The ordinals setting \"network\" is \"{settings.Network}\", and it must be one of {Network.Names}.");

    public IChainRoad Open()
    {
        lock (_lock) return _road ??= Choose();
    }

    /// <summary>What the settings alone show; a node or a directory is only asked when it is needed.</summary>
    public Health Health() => settings switch
    {
        _ when Network.Find(settings.Network) is null =>
            new(HealthStatus.Unhealthy, $"the setting \"network\" must be one of {Network.Names}"),
        { Blocks: { } directory } => Directory.Exists(directory)
            ? new(HealthStatus.Healthy, $"{Network.Name}, blocks in {directory}")
            : new(HealthStatus.Unhealthy, $"the blocks folder {directory} does not exist"),
        { Rpc: not null } => new(HealthStatus.Healthy, $"{Network.Name}, by a node's RPC"),
        _ =>
            new(HealthStatus.Degraded, "no road to the chain: set \"blocks\" (a Bitcoin Core blocks folder) or \"rpc\" (a node's URL) in plugins.json"),
    };

    public void Dispose() => (_road as IDisposable)?.Dispose();

    // Files come first: they need no running node, and every step from them to the genesis block can be checked.
    private IChainRoad Choose() => settings switch
    {
        { Blocks: { } directory } => new BlockFilesRoad(directory, Network, clock),
        { Rpc: not null } => Rpc.RpcRoad.Open(settings, Network, http, clock),
        _ => throw new GoatException(
            "Reading inscriptions needs a road to the Bitcoin chain, and none is set: give the ordinals plugin "
            + "\"blocks\" (a Bitcoin Core blocks folder) or \"rpc\" (a node's URL) in plugins.json."),
    };
}
