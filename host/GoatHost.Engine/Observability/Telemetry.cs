using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GoatHost.Engine.Observability;

/// <summary>The names under which the host is watched: one activity source, one meter (docs/observability.md lists what they tell).</summary>
public static class Telemetry
{
    public const string Name = "GoatHost";

    internal static Meter Meter { get; } = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    /// <summary>Bytes hashed to check a file.</summary>
    internal static Counter<long> HashedBytes { get; } = Meter.CreateCounter<long>("goat.verify.hashed", "By", "Bytes hashed");
}
