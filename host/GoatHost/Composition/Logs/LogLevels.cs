using Microsoft.Extensions.Logging;

namespace GoatHost.Composition.Logs;

/// <summary>The words for levels, the same in both formats.</summary>
internal static class LogLevels
{
    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
