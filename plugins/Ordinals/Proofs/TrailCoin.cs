using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>A coin that was spent.</summary>
/// <param name="Coin">Which.</param>
/// <param name="Value">Its sats, by the transaction that made it; null where that could not be had.</param>
/// <param name="Block">The block that holds that transaction, where it is known.</param>
internal sealed record TrailCoin(OutPoint Coin, ulong? Value, Hash256? Block)
{
    public Hash256 TxId => Coin.TxId;
}
