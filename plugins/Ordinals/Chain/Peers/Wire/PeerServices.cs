namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>What a peer offers.</summary>
[Flags]
internal enum PeerServices : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every block since the first.</summary>
    Network = 1,

    /// <summary>Blocks with their witnesses (BIP144).</summary>
    Witness = 8,

    /// <summary>The last 288 blocks only (BIP159).</summary>
    NetworkLimited = 1024,

    /// <summary>What a peer must offer to be of use: inscriptions are in witnesses of old blocks.</summary>
    Wanted = Network | Witness,
}
