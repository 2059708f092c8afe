using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference;

/// <summary>How a model is to be opened, and how long it stays in memory afterwards.</summary>
public sealed record OpenOptions
{
    /// <summary>How to load it. An instance that is loaded already serves whoever asks for no more than it has.</summary>
    public SessionOptions Session { get; init; } = new();

    /// <summary>
    /// How long it stays loaded after its last use: the last who says so is heeded. Null leaves it as it was said before, at first
    /// <see cref="ResidencyRules.KeepAlive"/>; a negative time, as <see cref="Timeout.InfiniteTimeSpan"/>, is for ever; zero unloads it after this use.
    /// </summary>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>
    /// Adapters from the store, in place of those of the same names that a derived model has and beside the others. An instance that is loaded
    /// without them is replaced by one that has them too; who did not ask for them does not feel them.
    /// </summary>
    public IReadOnlyList<AdapterScale> Adapters { get; init; } = [];

    /// <summary>The same, found and checked.</summary>
    internal IReadOnlyList<VerifiedModel> Verified { get; init; } = [];

    /// <summary>The derived model that asks; null where the published one does.</summary>
    internal string? Derived { get; init; }
}
