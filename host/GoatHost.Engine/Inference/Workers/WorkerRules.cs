namespace GoatHost.Engine.Inference.Workers;

/// <summary>When a worker counts as stuck, and when a model that ends its workers is left alone.</summary>
internal sealed record WorkerRules
{
    /// <summary>How often a worker is looked at while a request waits in it.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Beats without a word from it until it is ended: a minute. Beats, not time, so that a machine that slept kills nothing when it wakes.</summary>
    public int MissedBeats { get; init; } = 12;

    /// <summary>Beats after which a worker that goes on with a request that was cancelled is ended: two minutes, for native code that looks up seldom.</summary>
    public int DeafBeats { get; init; } = 24;

    /// <summary>Deaths over one model after which it is quarantined.</summary>
    public int Deaths { get; init; } = 4;

    public TimeSpan DeathsWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Pause before a new worker after the second death; it doubles with each.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
