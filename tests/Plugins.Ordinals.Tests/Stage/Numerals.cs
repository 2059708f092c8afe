using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>Numbers of 256 bits where arithmetic by limbs goes wrong if it does: at the ends of its ranges and of its limbs.</summary>
internal static class Numerals
{
    public static IReadOnlyList<BigInteger> Edges { get; } =
    [
        0, 1, 2, 7, 15, 16, uint.MaxValue, ulong.MaxValue, BigInteger.One << 64, (BigInteger.One << 128) - 1, BigInteger.One << 255,
        Numbers.N - 2, Numbers.N - 1, Numbers.N, Numbers.N + 1, Numbers.N >> 1, Numbers.P - Numbers.N,
        (BigInteger.One << 256) - Numbers.N,
        Numbers.P - 2, Numbers.P - 1, Numbers.P, Numbers.P + 1, Numbers.P >> 1, (BigInteger.One << 256) - Numbers.P,
        (BigInteger.One << 256) - 1,
    ];

    public static Gen<BigInteger> Any()
    {
        var random = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(8).Select(bytes => BitConverter.ToUInt64(bytes));
        var limb = Gen.OneOf(random, random, Gen.Elements(0UL, 1UL, ulong.MaxValue, ulong.MaxValue - 1, ulong.MaxValue << 32));
        var number = limb.ArrayOf(4).Select(limbs => limbs.Aggregate(BigInteger.Zero, (sum, next) => (sum << 64) + next));
        return Gen.OneOf(Gen.Elements(Edges.ToArray()), number, number);
    }

    public static Arbitrary<(BigInteger A, BigInteger B)> Pairs() => (from a in Any() from b in Any() select (a, b)).ToArbitrary();
}
