using System.Numerics;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>The target of a block as its header writes it: a byte of length and three of digits.</summary>
internal static class CompactTarget
{
    private const uint SignBit = 0x0080_0000;

    /// <summary>Reads a target; false when it is negative, zero or wider than 256 bits.</summary>
    public static bool TryRead(uint bits, out BigInteger target)
    {
        var (exponent, digits) = ((int)(bits >> 24), bits & 0x007f_ffff);
        target = exponent <= 3 ? digits >> (8 * (3 - exponent)) : new BigInteger(digits) << (8 * (exponent - 3));
        return (bits & SignBit) == 0 && !target.IsZero && target.GetBitLength() <= 256;
    }

    /// <summary>Rounds a target to what a header can write.</summary>
    public static uint Write(BigInteger target)
    {
        var size = (int)((target.GetBitLength() + 7) / 8);
        var digits = size <= 3 ? (uint)target << (8 * (3 - size)) : (uint)(target >> (8 * (size - 3)));
        if ((digits & SignBit) != 0) (digits, size) = (digits >> 8, size + 1);
        return ((uint)size << 24) | digits;
    }

    /// <summary>How many hashes a block of this target takes on average, 2^256 / (target + 1).</summary>
    public static UInt128 Work(BigInteger target)
    {
        var work = (BigInteger.One << 256) / (target + 1);
        return work > UInt128.MaxValue ? UInt128.MaxValue : (UInt128)work;
    }

    /// <summary>Says why a header's own hash does not carry the work of an allowed target, or null when it does.</summary>
    public static string? WorkFlaw(Hash256 hash, uint bits, uint limitBits, out BigInteger target)
    {
        TryRead(bits, out target);
        return Difficulty.TryRead(bits, limitBits, out var flaw) is { } difficulty ? difficulty.Flaw(hash) : flaw;
    }
}
