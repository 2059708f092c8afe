using System.Diagnostics.Metrics;

namespace GoatHost.Http.Metrics;

/// <summary>What a series of measurements becomes.</summary>
internal enum MetricKind { Counter, Gauge, Histogram }

/// <summary>Which kind an instrument is of.</summary>
internal static class MetricKinds
{
    private static readonly Type[] Gauges =
        [typeof(UpDownCounter<>), typeof(ObservableUpDownCounter<>), typeof(Gauge<>), typeof(ObservableGauge<>)];

    /// <summary>The kind, or null for an instrument that cannot be told of.</summary>
    public static MetricKind? Of(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType) return null;
        var open = type.GetGenericTypeDefinition();
        if (open == typeof(Counter<>) || open == typeof(ObservableCounter<>)) return MetricKind.Counter;
        if (open == typeof(Histogram<>)) return MetricKind.Histogram;
        return Gauges.Contains(open) ? MetricKind.Gauge : null;
    }
}
