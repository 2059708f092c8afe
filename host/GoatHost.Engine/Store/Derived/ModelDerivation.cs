namespace GoatHost.Engine.Store.Derived;

/// <summary>Where a derived model comes from, and what it changes. Its files are those of the model that it is made from.</summary>
/// <param name="From">The model it was made from, with its tag.</param>
/// <param name="WeightsName">The published model whose weights it runs; it shares that one's place in memory.</param>
/// <param name="WeightsQuantization">That one's quantization.</param>
/// <param name="Changes">What it changes.</param>
public sealed record ModelDerivation(string From, string WeightsName, string WeightsQuantization, ModelChanges Changes);
