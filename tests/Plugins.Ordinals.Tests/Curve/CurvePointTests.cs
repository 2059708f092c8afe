using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Plugins.Ordinals.Curve;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Curve;

/// <summary>The group of the curve against affine arithmetic in the runtime's own big numbers.</summary>
public sealed class CurvePointTests
{
    private static readonly AffinePoint Generator = Secp256k1.MultiplyGenerator(Scalar.One).ToAffine();

    private static ReferencePoint G => ReferencePoint.Of(Generator);

    [Fact]
    public void The_generator_is_that_of_the_standard()
    {
        Assert.Equal("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798", Convert.ToHexString(Generator.X.ToBytes()));
        Assert.Equal("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8", Convert.ToHexString(Generator.Y.ToBytes()));
    }

    [Fact]
    public void Points_add_double_and_negate() => Prop.ForAll(Numerals.Pairs(), pair =>
    {
        CurvePoint a = Times(pair.A), b = Times(pair.B);
        ReferencePoint? left = ReferencePoint.Of(a), right = ReferencePoint.Of(b), twice = ReferencePoint.Add(left, left);
        return Equals(ReferencePoint.Of(a + b), ReferencePoint.Add(left, right))
            && (b.IsInfinity || Equals(ReferencePoint.Of(a + b.ToAffine()), ReferencePoint.Add(left, right)))
            && (b.IsInfinity || Equals(ReferencePoint.Of(a + -b.ToAffine()), ReferencePoint.Of(a + -b)))
            && Equals(ReferencePoint.Of(a.Double()), twice)
            && Equals(ReferencePoint.Of(a + a), twice)
            // The same point with another Z.
            && Equals(ReferencePoint.Of(a + (a + b + -b)), twice)
            && (a.IsInfinity || Equals(ReferencePoint.Of(a + a.ToAffine()), twice))
            && (a + -a).IsInfinity
            && (a.IsInfinity || (a + -a.ToAffine()).IsInfinity);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Infinity_changes_nothing()
    {
        var point = Times(7);
        Assert.True(CurvePoint.Infinity.IsInfinity);
        Assert.True(CurvePoint.Infinity.Double().IsInfinity);
        Assert.True((-CurvePoint.Infinity).IsInfinity);
        Assert.True((CurvePoint.Infinity + CurvePoint.Infinity).IsInfinity);
        Assert.Equal(ReferencePoint.Of(point), ReferencePoint.Of(point + CurvePoint.Infinity));
        Assert.Equal(ReferencePoint.Of(point), ReferencePoint.Of(CurvePoint.Infinity + point));
        Assert.Equal(ReferencePoint.Of(point), ReferencePoint.Of(CurvePoint.Infinity + point.ToAffine()));
    }

    [Fact]
    public void Multiplies_by_the_edges() => Assert.All(Numerals.Edges, k =>
    {
        var expected = ReferencePoint.Multiply(G, k);
        var scalar = Scalar.Reduce(Numbers.Bytes(k));
        Assert.Equal(expected, ReferencePoint.Of(Secp256k1.MultiplyGenerator(scalar)));
        Assert.Equal(expected, ReferencePoint.Of(Secp256k1.Multiply(Generator, scalar)));
    });

    [Fact]
    public void Multiplies_any_point_by_any_scalar() => Prop.ForAll(Numerals.Pairs(), pair =>
    {
        var (k, point) = (Scalar.Reduce(Numbers.Bytes(pair.A)), Times(pair.B));
        return point.IsInfinity || Equals(
            ReferencePoint.Of(Secp256k1.Multiply(point.ToAffine(), k)), ReferencePoint.Multiply(ReferencePoint.Of(point), pair.A));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Lifts_an_x_that_has_an_even_y() => Prop.ForAll(Numerals.Any().ToArbitrary(), x =>
    {
        var square = (BigInteger.ModPow(x, 3, Numbers.P) + 7) % Numbers.P;
        var onCurve = x < Numbers.P && BigInteger.ModPow(square, (Numbers.P - 1) / 2, Numbers.P).IsOne;
        if (!AffinePoint.TryLiftX(Numbers.Bytes(x), out var point)) return !onCurve;
        var y = Numbers.Of(point.Y);
        return onCurve && Numbers.Of(point.X) == x && y.IsEven && y * y % Numbers.P == square;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_points_become_affine_as_each_does()
    {
        var points = Enumerable.Range(1, 20).Select(k => Times(k)).ToArray();
        Assert.Equal(points.Select(point => point.ToAffine()), CurvePoint.ToAffine(points));
        Assert.Empty(CurvePoint.ToAffine([]));
    }

    private static CurvePoint Times(BigInteger k) => Secp256k1.MultiplyGenerator(Scalar.Reduce(Numbers.Bytes(k)));
}
