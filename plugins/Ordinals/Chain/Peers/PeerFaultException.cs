namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>Why a peer is dropped, as the end of a sentence that begins with its address.</summary>
/// <param name="reason">What it did.</param>
/// <param name="isProof">Whether no honest peer could have done it, so that it is never asked again.</param>
internal sealed class PeerFaultException(string reason, bool isProof = true) : Exception(reason)
{
    public bool IsProof { get; } = isProof;

    /// <summary>Whether the peer did nothing: whoever asked it gave up, or is done.</summary>
    public bool IsOurs { get; init; }
}
