using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Locations;

/// <summary>A sat's place: a coin, and which of its sats.</summary>
internal readonly record struct SatPoint(OutPoint Coin, UInt128 Offset)
{
    /// <summary>Where ord puts sats that no output took: the coin that a coinbase spends.</summary>
    public static OutPoint LostCoin => new(Hash256.Zero, uint.MaxValue);

    /// <summary>Where ord puts inscriptions that have no sat.</summary>
    public static OutPoint UnboundCoin => new(Hash256.Zero, 0);

    public override string ToString() => $"{Coin}:{Offset}";
}
