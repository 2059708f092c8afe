using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Trackers;

/// <summary>What a tracker is told.</summary>
internal sealed record AnnounceState(InfoHash Hash, PeerId PeerId, int Port, long Uploaded, long Downloaded, long Left);
