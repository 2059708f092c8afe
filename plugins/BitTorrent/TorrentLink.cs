using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>A locator understood: which torrent, where its peers may be, and its metadata when that is known already.</summary>
/// <param name="Magnet">A magnet link for it; what a person gave is kept to the letter.</param>
/// <param name="Hash">The info-hash.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Trackers">Announce addresses.</param>
/// <param name="Peers">Addresses of peers that the link names.</param>
/// <param name="Info">The metadata, or null when a peer must give it.</param>
internal sealed record TorrentLink(
    string Magnet, InfoHash Hash, string Name, IReadOnlyList<string> Trackers, IReadOnlyList<string> Peers, TorrentInfo? Info);
