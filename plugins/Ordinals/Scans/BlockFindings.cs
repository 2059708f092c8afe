using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>What a block shows, with nothing of the block's own bytes in it.</summary>
/// <param name="Hash">Which block.</param>
/// <param name="Height">Where it stands: in the chain, or else by its coinbase's own word (BIP34).</param>
/// <param name="Lines">Its inscriptions, in order.</param>
/// <param name="Flaw">What is wrong with the block, or null.</param>
internal sealed record BlockFindings(Hash256 Hash, int? Height, IReadOnlyList<ScanLine> Lines, string? Flaw)
{
    /// <summary>The block itself, where it is to be followed on.</summary>
    public Block? Block { get; init; }
}
