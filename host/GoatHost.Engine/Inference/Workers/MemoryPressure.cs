using System.Globalization;
using GoatHost.Engine.Observability;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>What Linux is told, and says, about who has to go when memory runs out.</summary>
internal static partial class MemoryPressure
{
    private const string Counters = "/proc/vmstat";
    private const string Counter = "oom_kill ";

    /// <summary>Makes a worker the one that is ended first, before its host and before what else the person runs (proc(5), oom_score_adj).</summary>
    public static void OfferFirst(int processId, ILogger log)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/oom_score_adj"), "700");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotOffered(log, processId, e.Message);
        }
    }

    /// <summary>How many processes the system has ended for want of memory since it started; 0 where it does not say.</summary>
    public static long Kills()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            var line = File.ReadLines(Counters).FirstOrDefault(line => line.StartsWith(Counter, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Counter.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // a system that hides it
        }
    }

    [LoggerMessage(EventIds.WorkerKeepsPlace, LogLevel.Debug, "worker {ProcessId} keeps its place when memory runs out: {Reason}")]
    private static partial void LogNotOffered(ILogger log, int processId, string reason);
}
