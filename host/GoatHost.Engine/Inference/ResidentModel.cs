using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference;

/// <summary>A model in memory.</summary>
/// <param name="Model">Its name with its quantization.</param>
/// <param name="Runtime">Who runs it.</param>
/// <param name="ProcessId">The process that holds it.</param>
/// <param name="MemoryBytes">Of that whole process: a worker's is the model's alone, the host's own is not.</param>
/// <param name="Leases">How many use it now.</param>
/// <param name="Limits">What it can take, with its context, its layers and its <see cref="SessionLimits.GpuMemory"/>.</param>
/// <param name="ExpiresAt">When it is unloaded if nobody uses it again, counted from now while it is in use; null for never.</param>
public sealed record ResidentModel(
    string Model, string Runtime, int ProcessId, long MemoryBytes, int Leases, SessionLimits Limits, DateTimeOffset? ExpiresAt)
{
    /// <summary>The names that it was asked for by: its own, and those of models made from it.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
