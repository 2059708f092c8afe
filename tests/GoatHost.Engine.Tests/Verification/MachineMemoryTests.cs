using GoatHost.Abstractions;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Tests.Verification;

public class MachineMemoryTests
{
    private const string MemInfo = "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    600 kB\n";

    [Fact]
    public void Reads_meminfo() => Assert.Equal((1000L << 10, 600L << 10), Linux([]));

    [Fact]
    public void Takes_the_limit_of_the_own_group_without_pages_the_kernel_would_drop() => Assert.Equal((500_000L, 300_000L), Linux(new()
    {
        ["/proc/self/cgroup"] = "0::/a/b\n",
        ["/sys/fs/cgroup/a/b/memory.max"] = "500000\n",
        ["/sys/fs/cgroup/a/b/memory.current"] = "250000\n",
        ["/sys/fs/cgroup/a/b/memory.stat"] = "anon 1\ninactive_file 50000\n",
    }));

    [Fact]
    public void Takes_the_limit_of_a_group_above() => Assert.Equal((400_000L, 0L), Linux(new()
    {
        ["/proc/self/cgroup"] = "0::/a/b\n",
        ["/sys/fs/cgroup/a/b/memory.max"] = "max\n",
        ["/sys/fs/cgroup/a/memory.max"] = "400000\n",
        ["/sys/fs/cgroup/a/memory.current"] = "500000\n",
    }));

    [Fact]
    public void Takes_the_limit_of_the_old_kind_of_group() => Assert.Equal((700_000L, 600L << 10), Linux(new()
    {
        ["/sys/fs/cgroup/memory/memory.limit_in_bytes"] = "700000\n",
        ["/sys/fs/cgroup/memory/memory.usage_in_bytes"] = "10000\n",
    }));

    [Fact]
    public void Knows_nothing_without_meminfo() => Assert.Null(LinuxMemory.Read(_ => null));

    [Fact]
    public void Reads_this_machine()
    {
        var memory = MachineMemory.Read([new ComputeDevice("cpu", false, 1, 1), new ComputeDevice("gpu", true, 10, 7)]);
        Assert.InRange(memory.Available, 0, memory.Total);
        Assert.Equal(memory.Available + 7, memory.AvailableInAll);
        Assert.Equal("gpu", Assert.Single(memory.Gpus).Name);
    }

    private static (long, long)? Linux(Dictionary<string, string> files) =>
        LinuxMemory.Read(path => path == "/proc/meminfo" ? MemInfo : files.GetValueOrDefault(path));
}
