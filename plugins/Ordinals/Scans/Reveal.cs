using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>A transaction of a block that reveals inscriptions.</summary>
/// <param name="Position">Its place in the block.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Inscriptions">What it reveals.</param>
internal sealed record Reveal(int Position, Transaction Transaction, IReadOnlyList<Inscription> Inscriptions);
