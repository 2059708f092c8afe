using System.Globalization;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Amounts and sizes as Bitcoin counts them.</summary>
internal static class Fees
{
    public const decimal Coin = 100_000_000m;

    /// <summary>What an inscription rests on: enough to be spent again at high fees, and what ord puts there.</summary>
    public const ulong Postage = 10_000;

    /// <summary>Nodes pass on no heavier transaction (Bitcoin Core, MAX_STANDARD_TX_WEIGHT).</summary>
    public const int MaximumWeight = 400_000;

    /// <summary>BIP141: bytes outside the witness weigh four.</summary>
    public static int Weight(int strippedSize, int size) => 3 * strippedSize + size;

    public static int VirtualSize(int weight) => (weight + 3) / 4;

    /// <summary>The fee for a size, rounded up.</summary>
    public static ulong Of(int virtualSize, decimal rate) => (ulong)decimal.Ceiling(virtualSize * rate);

    /// <summary>An amount as a node writes it, or null when it is none.</summary>
    public static ulong? FromCoins(decimal coins) =>
        coins is >= 0 and <= 21_000_000 && decimal.Round(coins * Coin) is var satoshi && satoshi == coins * Coin ? (ulong)satoshi : null;

    public static string Show(ulong satoshi) =>
        string.Create(CultureInfo.InvariantCulture, $"{satoshi} sat ({satoshi / Coin:0.00000000} BTC)");
}
