namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>A peer broke the protocol or went away: its connection ends, the swarm goes on.</summary>
internal sealed class PeerFaultException(string reason) : Exception(reason);
