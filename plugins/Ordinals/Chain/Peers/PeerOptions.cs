using System.Net;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>Which peers to speak to.</summary>
internal sealed record PeerOptions
{
    /// <summary>Peers that a person named, <c>host:port</c>; the port may be left out.</summary>
    public IReadOnlyList<string> AddNodes { get; init; } = [];

    /// <summary>Whether the network's lists of running nodes are asked as well.</summary>
    public bool UseDns { get; init; }

    /// <summary>How many peers are compared with each other.</summary>
    public int Wanted { get; init; } = 4;

    public PeerPatience Patience { get; init; } = new();

    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;
}
