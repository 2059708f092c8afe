using GoatHost.Plugins.BitTorrent.Metainfo;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>What a swarm is made of: which torrent, where peers may be, and the plugin's settings.</summary>
internal sealed record SwarmOptions
{
    public required InfoHash Hash { get; init; }

    /// <summary>What to call the torrent in a sentence.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Trackers { get; init; }

    public required IReadOnlyList<string> Peers { get; init; }

    public required BitTorrentSettings Settings { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Whether the swarm serves only, and so never gives up for want of peers.</summary>
    public bool IsSeeding { get; init; }
}
