using GoatHost.Control;
using GoatHost.Engine.Inference;

namespace GoatHost.Cli.Rendering;

/// <summary>A model as <c>goat ps --json</c> shows it: one in memory, or one that is kept from running.</summary>
/// <param name="State"><c>loaded</c> or <c>quarantined</c>.</param>
internal sealed record ResidentLine(string Model, string State)
{
    public string? Runtime { get; init; }
    public int? ProcessId { get; init; }
    public long? MemoryBytes { get; init; }
    public int? Leases { get; init; }
    public int? ContextTokens { get; init; }

    /// <summary>Why it is kept from running, and how it is let run again.</summary>
    public string? Problem { get; init; }

    public static ResidentLine Of(ResidentView model) => new(model.Model, "loaded")
    {
        Runtime = model.Runtime,
        ProcessId = model.ProcessId,
        MemoryBytes = model.MemoryBytes,
        Leases = model.Leases,
        ContextTokens = model.ContextTokens,
    };

    public static ResidentLine Of(QuarantinedModel model) => new(model.Model, "quarantined") { Problem = model.Reason };
}
