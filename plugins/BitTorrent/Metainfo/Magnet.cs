namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>A magnet link (BEP 9): which torrent, and hints where to find it.</summary>
/// <param name="Text">The link as it was given.</param>
/// <param name="Hash">The version 1 info-hash.</param>
/// <param name="Name">What to call it before the metadata is there (<c>dn</c>).</param>
/// <param name="Trackers">Announce addresses (<c>tr</c>).</param>
/// <param name="Peers">Addresses of peers, <c>host:port</c> (<c>x.pe</c>).</param>
/// <param name="WebSeeds">HTTP mirrors (<c>ws</c>), kept for later.</param>
internal sealed record Magnet(
    string Text, InfoHash Hash, string? Name, IReadOnlyList<string> Trackers, IReadOnlyList<string> Peers, IReadOnlyList<string> WebSeeds);
