namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>The cores of this machine: two threads of one core share its arithmetic, and only get in each other's way.</summary>
internal static class Cores
{
    /// <summary>Physical cores that this process may use.</summary>
    public static int Count { get; } = Math.Max(1, Math.Min(Environment.ProcessorCount, Physical() ?? Environment.ProcessorCount));

    private static int? Physical()
    {
        const string Folder = "/sys/devices/system/cpu";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Folder)) return null;
        try
        {
            // Each core is named by its list of siblings ("0,64" or "0-1"), in every sibling alike.
            var cores = Directory.EnumerateDirectories(Folder, "cpu*")
                .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct(StringComparer.Ordinal)
                .Count();
            return cores == 0 ? null : cores;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Sandboxes may hide the topology; then every processor counts.
            return null;
        }
    }
}
