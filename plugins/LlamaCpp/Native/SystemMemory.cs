using System.Globalization;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>The memory that a CPU computes in. On Unix ggml calls all of it free, whatever else runs.</summary>
internal static class SystemMemory
{
    private const string MemInfo = "/proc/meminfo";
    private const string Available = "MemAvailable:";

    /// <summary>Bytes of memory, and those free now; a container's limit counts.</summary>
    /// <param name="installed">Bytes that the machine has, as ggml says.</param>
    /// <param name="unused">Bytes that are free, as ggml says.</param>
    public static (long Total, long Free) Read(long installed, long unused)
    {
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        var total = info.TotalAvailableMemoryBytes is > 0 and var limit ? Math.Min(limit, installed) : installed;
        var free = MemAvailable() ?? (unused < installed ? unused : total - info.MemoryLoadBytes);
        return (total, Math.Clamp(free, 0, total));
    }

    private static long? MemAvailable()
    {
        if (!File.Exists(MemInfo)) return null;
        foreach (var line in File.ReadLines(MemInfo))
        {
            // "MemAvailable:   12345678 kB", see proc_meminfo(5).
            if (!line.StartsWith(Available, StringComparison.Ordinal)) continue;
            var digits = line.AsSpan(Available.Length).Trim().TrimEnd(" kB");
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes << 10 : null;
        }
        return null;
    }
}
