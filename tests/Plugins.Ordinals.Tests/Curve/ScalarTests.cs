using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Curve;

/// <summary>Scalars of the curve against the runtime's own big numbers.</summary>
public sealed class ScalarTests
{
    private const int Often = 2000;

    [Fact]
    public void Reads_what_is_below_the_order_and_reduces_the_rest() => Prop.ForAll(Numerals.Any().ToArbitrary(), number =>
        Scalar.TryRead(Numbers.Bytes(number), out var scalar) == (number < Numbers.N)
            && Numbers.Of(scalar) == number % Numbers.N
            && Scalar.Reduce(Numbers.Bytes(number)) == scalar
            && scalar.IsZero == (number % Numbers.N).IsZero
            && Enumerable.Range(0, 64).All(place => scalar.Digit(place) == (int)(number % Numbers.N >> (4 * place) & 15)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(Often));

    [Fact]
    public void Adds_negates_and_multiplies_modulo_the_order() => Prop.ForAll(Numerals.Pairs(), pair =>
    {
        var (a, b) = (Reduce(pair.A), Reduce(pair.B));
        return Numbers.Of(a + b) == (pair.A + pair.B) % Numbers.N
            && Numbers.Of(-a) == Numbers.Modulo(-pair.A, Numbers.N)
            && Numbers.Of(a * b) == pair.A * pair.B % Numbers.N;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Often));

    [Fact]
    public void Every_two_edges_add_and_multiply() => Assert.All(
        from a in Numerals.Edges from b in Numerals.Edges select (a, b),
        pair =>
        {
            Assert.Equal((pair.a + pair.b) % Numbers.N, Numbers.Of(Reduce(pair.a) + Reduce(pair.b)));
            Assert.Equal(pair.a * pair.b % Numbers.N, Numbers.Of(Reduce(pair.a) * Reduce(pair.b)));
        });

    [Fact]
    public void Inverts() => Prop.ForAll(Numerals.Any().ToArbitrary(), number =>
        Numbers.Of(Reduce(number).Invert()) == BigInteger.ModPow(number, Numbers.N - 2, Numbers.N)).QuickCheckThrowOnFailure();

    private static Scalar Reduce(BigInteger number) => Scalar.Reduce(Numbers.Bytes(number));
}
