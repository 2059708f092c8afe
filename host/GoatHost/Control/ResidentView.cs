using GoatHost.Engine.Inference;

namespace GoatHost.Control;

/// <summary>A model in a server's memory.</summary>
internal sealed record ResidentView(
    string Model,
    string Runtime,
    int ProcessId,
    long MemoryBytes,
    long GpuMemoryBytes,
    int Leases,
    int ContextTokens,
    int Layers,
    int GpuLayers,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<string> Names)
{
    public static ResidentView Of(ResidentModel model) => new(
        model.Model, model.Runtime, model.ProcessId, model.MemoryBytes, model.Limits.GpuMemory, model.Leases, model.Limits.ContextTokens,
        model.Limits.Layers, model.Limits.GpuLayers, model.ExpiresAt, model.Names);
}
