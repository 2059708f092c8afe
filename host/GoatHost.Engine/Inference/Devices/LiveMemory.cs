using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Inference.Devices;

/// <summary>This machine's memory, and that of the GPUs that runtimes list.</summary>
internal sealed class LiveMemory(ComputeDevices? devices) : ILiveMemory
{
    public async ValueTask<MachineMemory> ReadAsync(bool withGpus, CancellationToken ct) =>
        MachineMemory.Read(withGpus && devices is not null ? await devices.ListAsync(ct) : null);
}
