using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Curve;

/// <summary>Coordinates of the curve against the runtime's own big numbers.</summary>
public sealed class FieldElementTests
{
    private const int Often = 2000;

    [Fact]
    public void Reads_what_is_below_p_and_nothing_else() => Prop.ForAll(Numerals.Any().ToArbitrary(), number =>
        FieldElement.TryRead(Numbers.Bytes(number), out var element) == (number < Numbers.P)
            && Numbers.Of(element) == number % Numbers.P
            && element.IsZero == (number % Numbers.P).IsZero
            && element.IsEven == (number % Numbers.P).IsEven).Check(Config.QuickThrowOnFailure.WithMaxTest(Often));

    [Fact]
    public void Adds_subtracts_and_multiplies_modulo_p() => Prop.ForAll(Numerals.Pairs(), pair =>
    {
        var (a, b) = (Element(pair.A), Element(pair.B));
        return Numbers.Of(a + b) == (pair.A + pair.B) % Numbers.P
            && Numbers.Of(a - b) == Numbers.Modulo(pair.A - pair.B, Numbers.P)
            && Numbers.Of(-a) == Numbers.Modulo(-pair.A, Numbers.P)
            && Numbers.Of(a * b) == pair.A * pair.B % Numbers.P
            && Numbers.Of(a.Square()) == pair.A * pair.A % Numbers.P
            && Numbers.Of(a.Double()) == 2 * pair.A % Numbers.P;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(Often));

    [Fact]
    public void Every_two_edges_add_subtract_and_multiply() => Assert.All(
        from a in Numerals.Edges from b in Numerals.Edges select (a, b),
        pair =>
        {
            var (a, b) = (Element(pair.a), Element(pair.b));
            Assert.Equal((pair.a + pair.b) % Numbers.P, Numbers.Of(a + b));
            Assert.Equal(Numbers.Modulo(pair.a - pair.b, Numbers.P), Numbers.Of(a - b));
            Assert.Equal(pair.a * pair.b % Numbers.P, Numbers.Of(a * b));
        });

    [Fact]
    public void Inverts_and_takes_square_roots() => Prop.ForAll(Numerals.Any().ToArbitrary(), number =>
    {
        var (p, element) = (Numbers.P, Element(number));
        var hasRoot = BigInteger.ModPow(number, (p - 1) / 2, p) <= 1;
        return Numbers.Of(element.Invert()) == BigInteger.ModPow(number, p - 2, p)
            && element.TrySquareRoot(out var root) == hasRoot
            && Numbers.Of(root) == BigInteger.ModPow(number, (p + 1) / 4, p)
            && element.Square().TrySquareRoot(out root)
            && (root == element || root == -element);
    }).QuickCheckThrowOnFailure();

    private static FieldElement Element(BigInteger number)
    {
        _ = FieldElement.TryRead(Numbers.Bytes(number), out var element);
        return element;
    }
}
