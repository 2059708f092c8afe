namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>A .torrent file: the info dictionary and, outside its hash, where to look for peers.</summary>
/// <param name="Info">What is shared.</param>
/// <param name="Trackers">Announce addresses of all tiers, in order, each once.</param>
internal sealed record Torrent(TorrentInfo Info, IReadOnlyList<string> Trackers);
