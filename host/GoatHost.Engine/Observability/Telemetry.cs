using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GoatHost.Engine.Observability;

/// <summary>The names under which the host is watched: one activity source, one meter.</summary>
internal static class Telemetry
{
    public const string Name = "GoatHost";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Bytes that came in by a transport, each counted once.</summary>
    public static Counter<long> FetchedBytes { get; } = Meter.CreateCounter<long>("goat.sync.fetched", "By", "Bytes fetched");

    /// <summary>Bytes hashed to check a file.</summary>
    public static Counter<long> HashedBytes { get; } = Meter.CreateCounter<long>("goat.verify.hashed", "By", "Bytes hashed");
}
