using System.Globalization;

namespace GoatHost.Engine.Verification;

/// <summary>Reads Linux's own account of memory, cut down to what the process's control group leaves.</summary>
internal static class LinuxMemory
{
    /// <summary>Total and available bytes, or null where /proc does not say.</summary>
    /// <param name="file">Reads a file whole, null where there is none.</param>
    public static (long Total, long Available)? Read(Func<string, string?> file)
    {
        var meminfo = file("/proc/meminfo") ?? "";
        if (Field(meminfo, "MemTotal:") is not { } totalKiB || Field(meminfo, "MemAvailable:") is not { } availableKiB)
            return null;
        var (total, available) = (totalKiB << 10, availableKiB << 10);
        foreach (var (limit, used) in Limits(file))
        {
            total = Math.Min(total, limit);
            available = Math.Min(available, Math.Max(0, limit - used));
        }
        return (total, available);
    }

    public static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // No such account on this machine: one of several places to look.
        }
    }

    private static IEnumerable<(long Limit, long Used)> Limits(Func<string, string?> file)
    {
        foreach (var folder in Folders(file))
        {
            // Version 2 says "max" where there is no limit; version 1 says a number near 2^63.
            if (Number(file($"{folder}/memory.max")) is { } limit)
                yield return (limit, Used(file, folder, "memory.current", "inactive_file"));
            else if (Number(file($"{folder}/memory.limit_in_bytes")) is { } old)
                yield return (old, Used(file, folder, "memory.usage_in_bytes", "total_inactive_file"));
        }
    }

    /// <summary>The group of this process and those above it, as far as they can be seen from here.</summary>
    private static IEnumerable<string> Folders(Func<string, string?> file)
    {
        yield return "/sys/fs/cgroup/memory";
        var groups = (file("/proc/self/cgroup") ?? "").Split('\n');
        var own = groups.FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..].TrimEnd('/') ?? "";
        while (own.Length > 0)
        {
            yield return "/sys/fs/cgroup" + own;
            own = own[..own.LastIndexOf('/')];
        }
        yield return "/sys/fs/cgroup";
    }

    /// <summary>What is in use, without file pages that the kernel would drop on demand.</summary>
    private static long Used(Func<string, string?> file, string folder, string current, string droppable) =>
        (Number(file($"{folder}/{current}")) ?? 0) - (Field(file($"{folder}/memory.stat") ?? "", droppable + " ") ?? 0);

    private static long? Field(string text, string name)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal));
        }
        return null;
    }

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
