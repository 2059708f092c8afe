using System.Net;
using GoatHost.Plugins.BitTorrent.Metainfo;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>What a swarm writes to the log.</summary>
internal static partial class SwarmLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Hash}: connected to {Address}")]
    public static partial void Connected(ILogger logger, InfoHash hash, IPEndPoint address);

    [LoggerMessage(2, LogLevel.Debug, "{Hash}: {Address} is gone: {Reason}")]
    public static partial void Gone(ILogger logger, InfoHash hash, IPEndPoint address, string reason);

    [LoggerMessage(3, LogLevel.Debug, "{Hash}: {Address} could not be reached: {Reason}")]
    public static partial void Unreachable(ILogger logger, InfoHash hash, IPEndPoint address, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Hash}: piece {Piece} did not match its hash; banned: {Banned}")]
    public static partial void BadPiece(ILogger logger, InfoHash hash, int piece, IPAddress? banned);

    [LoggerMessage(5, LogLevel.Information, "{Hash}: tracker {Tracker}: {Outcome}")]
    public static partial void Announced(ILogger logger, InfoHash hash, string tracker, string outcome);

    [LoggerMessage(6, LogLevel.Debug, "Incoming connection from {Address} ended in the handshake: {Reason}")]
    public static partial void NoHandshake(ILogger logger, EndPoint? address, string reason);
}
