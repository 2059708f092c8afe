namespace GoatHost.Http.Metrics;

/// <summary>The figures of one combination of tags.</summary>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length];

    /// <summary>The value of a counter or gauge, the sum of a histogram.</summary>
    public double Value { get; private set; }

    /// <summary>How often something was measured.</summary>
    public long Count { get; private set; }

    /// <summary>How many measurements were at most each bound.</summary>
    public IEnumerable<(double Bound, long Count)> Buckets => bounds.Select((bound, at) => (bound, _buckets[..(at + 1)].Sum()));

    public void Add(double value)
    {
        Value += value;
        Count++;
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        if (bucket >= 0) _buckets[bucket]++;
    }

    public void Set(double value) => (Value, Count) = (value, Count + 1);

    public MetricSeries Copy()
    {
        var copy = new MetricSeries(bounds) { Value = Value, Count = Count };
        _buckets.CopyTo(copy._buckets, 0);
        return copy;
    }
}
