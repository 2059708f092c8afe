namespace GoatHost.Http.Metrics;

/// <summary>Where histograms are divided.</summary>
internal static class MetricBuckets
{
    // From the time of one token on a GPU to that of a sync over night.
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

    private static readonly double[] BytesPerSecond = [1e4, 1e5, 1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9];

    public static double[] Of(string? unit) => unit == "By/s" ? BytesPerSecond : Seconds;
}
