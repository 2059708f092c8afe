using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>A transaction as the way of sats: the coins it spends and the outputs it makes.</summary>
/// <param name="TxId">Which.</param>
/// <param name="Coins">What it spends, in order.</param>
/// <param name="Outputs">The sats of its outputs, in order.</param>
internal sealed record TrailStep(Hash256 TxId, TrailCoin[] Coins, ulong[] Outputs)
{
    public static TrailStep Of(Hash256 txid, Transaction transaction, IReadOnlyDictionary<OutPoint, Funding> funding) => new(
        txid,
        [.. transaction.Inputs.Select(input => Coin(input.Previous, funding.GetValueOrDefault(input.Previous)))],
        [.. transaction.Outputs.Select(output => output.Value)]);

    /// <summary>Where a sat of an input goes, first in first out; null when an amount is not known, or when it becomes a fee.</summary>
    public SatPoint? PlaceOf(int input, UInt128 offset)
    {
        foreach (var coin in Coins.AsSpan(0, input))
        {
            if (coin.Value is not { } value) return null;
            offset += value;
        }
        for (var output = 0; output < Outputs.Length; output++)
        {
            if (offset < Outputs[output]) return new(new(TxId, (uint)output), offset);
            offset -= Outputs[output];
        }
        return null;
    }

    private static TrailCoin Coin(OutPoint coin, Funding? funding) =>
        funding?.Commit is { } made && made.TxId == coin.TxId && coin.Index < (uint)made.Outputs.Count
            ? new(coin, made.Outputs[(int)coin.Index].Value, funding.Block)
            : new(coin, null, null);
}
