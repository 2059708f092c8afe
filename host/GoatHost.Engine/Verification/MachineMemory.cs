using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification;

/// <summary>The memory that a model could use: the machine's, or what its container leaves, and that of GPUs.</summary>
/// <param name="Total">Bytes of main memory.</param>
/// <param name="Available">Bytes of it that could be had now.</param>
/// <param name="Gpus">GPUs with memory of their own.</param>
public sealed record MachineMemory(long Total, long Available, IReadOnlyList<ComputeDevice> Gpus)
{
    /// <summary>Main memory and all GPUs together: llama.cpp divides the layers between them.</summary>
    public long AvailableInAll => Available + AvailableOnGpus;

    /// <summary>What of it the GPUs have.</summary>
    public long AvailableOnGpus => Gpus.Sum(gpu => Math.Max(0, gpu.FreeMemory));

    /// <summary>Looks at this machine now.</summary>
    /// <param name="devices">What runtimes list; processors without memory of their own are left out.</param>
    public static MachineMemory Read(IReadOnlyList<ComputeDevice>? devices = null)
    {
        var gpus = devices?.Where(device => device.IsGpu).ToArray() ?? [];
        if (OperatingSystem.IsLinux() && LinuxMemory.Read(LinuxMemory.ReadFile) is { } memory)
            return new(memory.Total, memory.Available, gpus);
        var info = GC.GetGCMemoryInfo();
        return new(info.TotalAvailableMemoryBytes, Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes), gpus);
    }
}
