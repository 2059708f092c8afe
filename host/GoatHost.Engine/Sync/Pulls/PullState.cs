using GoatHost.Abstractions;

namespace GoatHost.Engine.Sync.Pulls;

/// <summary>A model that is being fetched.</summary>
/// <param name="Reference">What was asked for.</param>
/// <param name="Quantization">The quantization asked for, if one was.</param>
/// <param name="Last">The last news; null before the first.</param>
public sealed record PullState(Reference Reference, string? Quantization, SyncNote? Last);
