using GoatHost.Plugins.Ordinals.Blocks;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>A transaction that reveals inscriptions, where it lies in the bytes of its block.</summary>
/// <param name="Position">Its place in the block.</param>
/// <param name="Extent">Where it lies.</param>
/// <param name="Inscriptions">How many it reveals.</param>
internal readonly record struct RevealExtent(int Position, TransactionExtent Extent, int Inscriptions);
