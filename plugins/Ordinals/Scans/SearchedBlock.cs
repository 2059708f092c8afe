using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>A block whose bytes were searched, before anything is asked about what was found.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Previous">The block it stands on.</param>
/// <param name="Reveals">The transactions that reveal inscriptions.</param>
/// <param name="Flaw">Why the bytes are not the block, or null.</param>
internal sealed record SearchedBlock(int Height, Hash256 Hash, Hash256 Previous, IReadOnlyList<Reveal> Reveals, string? Flaw);
