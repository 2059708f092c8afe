using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>A block whose bytes were searched, before anything is asked about what was found.</summary>
/// <param name="Height">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Previous">The block it stands on.</param>
/// <param name="Reveals">The transactions that reveal inscriptions, on the block's memory.</param>
/// <param name="Flaw">Why the bytes are not the block, or null.</param>
/// <param name="Raw">That memory.</param>
internal sealed record SearchedBlock(int Height, Hash256 Hash, Hash256 Previous, IReadOnlyList<Reveal> Reveals, string? Flaw, RawBlock Raw)
    : IDisposable
{
    public void Dispose() => Raw.Dispose();
}
