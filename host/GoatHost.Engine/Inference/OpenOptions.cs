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
}
