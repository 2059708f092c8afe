using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>A block that this program knows by heart.</summary>
/// <param name="Height">Where it is.</param>
/// <param name="Hash">What it must be.</param>
/// <param name="Work">Work of the chain up to it, where that is known too.</param>
internal sealed record Checkpoint(int Height, Hash256 Hash, UInt128? Work = null);
