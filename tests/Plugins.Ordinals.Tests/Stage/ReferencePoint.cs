using System.Numerics;
using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A point of secp256k1 by the schoolbook: affine coordinates, a division for each addition, and null at infinity.</summary>
internal sealed record ReferencePoint(BigInteger X, BigInteger Y)
{
    public static ReferencePoint? Of(CurvePoint point) => point.IsInfinity ? null : Of(point.ToAffine());

    public static ReferencePoint Of(AffinePoint point) => new(Numbers.Of(point.X), Numbers.Of(point.Y));

    public static ReferencePoint? Add(ReferencePoint? a, ReferencePoint? b)
    {
        if (a is null || b is null) return a ?? b;
        if (a.X == b.X && (a.Y + b.Y) % Numbers.P == 0) return null;
        var slope = a.X == b.X ? Divide(3 * a.X * a.X, 2 * a.Y) : Divide(b.Y - a.Y, b.X - a.X);
        var x = Numbers.Modulo(slope * slope - a.X - b.X, Numbers.P);
        return new(x, Numbers.Modulo(slope * (a.X - x) - a.Y, Numbers.P));
    }

    public static ReferencePoint? Multiply(ReferencePoint? point, BigInteger k)
    {
        ReferencePoint? sum = null;
        for (; !k.IsZero; k >>= 1, point = Add(point, point))
        {
            if (!k.IsEven) sum = Add(sum, point);
        }
        return sum;
    }

    private static BigInteger Divide(BigInteger a, BigInteger b) =>
        a * BigInteger.ModPow(Numbers.Modulo(b, Numbers.P), Numbers.P - 2, Numbers.P);
}
