using System.Globalization;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>A memory cgroup below that of this process: whoever is put into it and takes more than it may is killed by the kernel.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private readonly string _folder;

    private MemoryGroup(string folder) => _folder = folder;

    /// <summary>Makes one, or says why none can be made here (cgroups(7): version 1 beside version 2).</summary>
    public static MemoryGroup? TryMake(long bytes, out string reason)
    {
        reason = "this machine has no memory cgroup that may be written";
        if (!OperatingSystem.IsLinux()) return null;
        var lines = File.ReadAllLines("/proc/self/cgroup");
        var first = lines.FirstOrDefault(line => line.Contains(":memory:", StringComparison.Ordinal));
        var (parent, limit) = first is not null
            ? ("/sys/fs/cgroup/memory" + first[(first.LastIndexOf(':') + 1)..], "memory.limit_in_bytes")
            : ("/sys/fs/cgroup" + lines.FirstOrDefault()?[3..], "memory.max");
        var folder = Path.Combine(parent, $"goat-test-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            var group = new MemoryGroup(folder);
            if (!File.Exists(Path.Combine(folder, limit)))
            {
                group.Dispose();
                return null;
            }
            File.WriteAllText(Path.Combine(folder, limit), bytes.ToString(CultureInfo.InvariantCulture));
            return group;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = $"a memory cgroup cannot be made: {e.Message}";
            if (Directory.Exists(folder)) Directory.Delete(folder);
            return null;
        }
    }

    public void Take(int process) =>
        File.WriteAllText(Path.Combine(_folder, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Its processes have to be gone.</summary>
    public void Dispose() => Directory.Delete(_folder);
}
