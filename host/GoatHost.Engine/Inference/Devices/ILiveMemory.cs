using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Inference.Devices;

/// <summary>The memory that is free now.</summary>
internal interface ILiveMemory
{
    /// <param name="withGpus">Whether to ask the runtimes for GPUs, which costs the start of a worker.</param>
    /// <param name="ct">Gives up.</param>
    ValueTask<MachineMemory> ReadAsync(bool withGpus, CancellationToken ct);
}
