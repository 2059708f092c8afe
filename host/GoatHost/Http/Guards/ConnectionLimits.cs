using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GoatHost.Http.Guards;

/// <summary>What a client may take of the server before it has said anything worth an answer.</summary>
internal static class ConnectionLimits
{
    private const int MostConnections = 2000;

    public static void Apply(KestrelServerLimits limits, long largestBody)
    {
        limits.MaxRequestBodySize = largestBody;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        // A body that trickles in holds a connection for as long as it likes; one slower than a modem is cut off (408).
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
