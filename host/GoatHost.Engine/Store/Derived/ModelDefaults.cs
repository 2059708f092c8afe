using GoatHost.Abstractions;

namespace GoatHost.Engine.Store.Derived;

/// <summary>How a derived model is loaded and sampled where a request says nothing.</summary>
public sealed record ModelDefaults
{
    public SessionOptions Session { get; init; } = new();
    public SamplingOptions Sampling { get; init; } = new();
    public IReadOnlyList<string> Stop { get; init; } = [];
    public int? MaxTokens { get; init; }
    public int? KeepTokens { get; init; }

    /// <summary>These defaults, and another's where these say nothing.</summary>
    public ModelDefaults Over(ModelDefaults other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ModelDefaults
        {
            Session = Session.Over(other.Session),
            Sampling = Sampling.Over(other.Sampling),
            Stop = Stop.Count > 0 ? Stop : other.Stop,
            MaxTokens = MaxTokens ?? other.MaxTokens,
            KeepTokens = KeepTokens ?? other.KeepTokens,
        };
    }
}
