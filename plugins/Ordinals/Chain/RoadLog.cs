using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>What is told of roads.</summary>
internal static partial class RoadLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A road to the chain failed, and the next is tried: {Reason}")]
    public static partial void Failed(ILogger logger, string reason);
}
