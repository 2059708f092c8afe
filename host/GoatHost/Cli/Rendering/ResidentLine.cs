using GoatHost.Control;
using GoatHost.Engine.Inference;

namespace GoatHost.Cli.Rendering;

/// <summary>A model as <c>goat ps --json</c> shows it: one in memory, one that is being fetched, or one that is kept from running.</summary>
/// <param name="State"><c>loaded</c>, <c>fetching</c> or <c>quarantined</c>.</param>
internal sealed record ResidentLine(string Model, string State)
{
    public string? Runtime { get; init; }
    public int? ProcessId { get; init; }
    public long? MemoryBytes { get; init; }
    public long? GpuMemoryBytes { get; init; }
    public int? Leases { get; init; }
    public int? ContextTokens { get; init; }
    public int? Layers { get; init; }
    public int? GpuLayers { get; init; }

    /// <summary>When it is unloaded if nobody uses it again; absent for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Bytes fetched so far, in the stage that it is in.</summary>
    public long? DoneBytes { get; init; }
    public long? TotalBytes { get; init; }

    /// <summary>Why it is kept from running, and how it is let run again.</summary>
    public string? Problem { get; init; }

    public static ResidentLine Of(ResidentView model) => new(model.Model, "loaded")
    {
        Runtime = model.Runtime,
        ProcessId = model.ProcessId,
        MemoryBytes = model.MemoryBytes,
        GpuMemoryBytes = model.GpuMemoryBytes,
        Leases = model.Leases,
        ContextTokens = model.ContextTokens,
        Layers = model.Layers,
        GpuLayers = model.GpuLayers,
        ExpiresAt = model.ExpiresAt,
    };

    public static ResidentLine Of(PullView pull) => new(pull.Reference, "fetching") { DoneBytes = pull.Last?.Done, TotalBytes = pull.Last?.Total };

    public static ResidentLine Of(QuarantinedModel model) => new(model.Model, "quarantined") { Problem = model.Reason };
}
