using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Devices;

/// <summary>What one runtime computes on.</summary>
/// <param name="Runtime">Its name.</param>
/// <param name="Devices">Its devices; none where it cannot say.</param>
/// <param name="Problem">Why it cannot say.</param>
public sealed record RuntimeDevices(string Runtime, IReadOnlyList<ComputeDevice> Devices, string? Problem = null);
