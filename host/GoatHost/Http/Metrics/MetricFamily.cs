using System.Diagnostics.Metrics;

namespace GoatHost.Http.Metrics;

/// <summary>One instrument and its series, one for each combination of tags.</summary>
internal sealed class MetricFamily(Instrument instrument, MetricKind kind)
{
    /// <summary>A tag that took ever new values would fill the memory; what is more than this is left out.</summary>
    private const int MostSeries = 1000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly double[] _bounds = kind == MetricKind.Histogram ? MetricBuckets.Of(instrument.Unit) : [];

    // Adding instruments tell what is new, the observed ones and gauges that are set tell what is.
    private readonly bool _adds = !instrument.IsObservable && !instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    public MetricKind Kind => kind;

    public string Instrument => instrument.Name;

    public string? Unit => instrument.Unit;

    public string? Description => instrument.Description;

    /// <summary>The series by their labels, as copies.</summary>
    public IReadOnlyList<(string Labels, MetricSeries Series)> Series
    {
        get { lock (_gate) return [.. _series.Select(pair => (pair.Key, pair.Value.Copy()))]; }
    }

    /// <summary>The sum over all series that have a label, or over all.</summary>
    public double Total(string label = "") =>
        Series.Where(one => one.Labels.Contains(label, StringComparison.Ordinal)).Sum(one => one.Series.Value);

    /// <summary>What is observed is told anew each time: a worker that is gone has no memory.</summary>
    public void BeginObservation()
    {
        if (!instrument.IsObservable) return;
        lock (_gate) _series.Clear();
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count == MostSeries) return;
                _series[labels] = series = new MetricSeries(_bounds);
            }
            if (_adds) series.Add(value);
            else series.Set(value);
        }
    }
}
