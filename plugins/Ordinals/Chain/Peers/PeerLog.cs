using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>What is told of peers.</summary>
internal static partial class PeerLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Bitcoin peer {Peer} ({Agent}) is connected.")]
    public static partial void Connected(ILogger logger, PeerAddress peer, string agent);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bitcoin peer {Peer} is dropped: {Reason}.")]
    public static partial void Dropped(ILogger logger, PeerAddress peer, string reason);
}
