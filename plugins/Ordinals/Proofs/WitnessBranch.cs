using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>What leads from one witness to the coinbase's commitment, in place of the whole block (BIP141).</summary>
/// <param name="Coinbase">The block's first transaction, with its witness.</param>
/// <param name="CoinbaseSiblings">From its txid up to the header's Merkle root.</param>
/// <param name="Siblings">From the reveal's wtxid up to the root that the coinbase commits to.</param>
internal sealed record WitnessBranch(Transaction Coinbase, IReadOnlyList<Hash256> CoinbaseSiblings, IReadOnlyList<Hash256> Siblings);
