using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>A point of secp256k1 in Jacobian coordinates; the point at infinity has Z = 0.</summary>
internal readonly record struct CurvePoint(BigInteger X, BigInteger Y, BigInteger Z)
{
    public static CurvePoint Infinity => new(BigInteger.One, BigInteger.One, BigInteger.Zero);

    public bool IsInfinity => Z.IsZero;
}

/// <summary>The curve secp256k1. Nothing runs in constant time: <see cref="SecretKey"/> says why it may sign so.</summary>
internal static class Secp256k1
{
    private const int WindowBits = 4, Windows = 64;

    private static readonly BigInteger P = Number("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F");

    private static readonly CurvePoint Generator = new(
        Number("079BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"),
        Number("0483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8"),
        BigInteger.One);

    private static readonly Lazy<CurvePoint[]> GeneratorTable = new(BuildTable);

    /// <summary>The number of points, n.</summary>
    public static BigInteger Order { get; } = Number("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    /// <summary>BIP340 lift_x: the point with this x and an even y, if there is one.</summary>
    public static bool TryLiftX(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CurvePoint? point)
    {
        point = null;
        var x = Read(bytes);
        if (x >= P) return false;
        var square = Mod(x * x * x + 7);
        var y = BigInteger.ModPow(square, (P + 1) / 4, P);
        if (Mod(y * y) != square) return false;
        point = new(x, y.IsEven ? y : P - y, BigInteger.One);
        return true;
    }

    public static BigInteger Read(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    public static void Write(BigInteger number, Span<byte> bytes)
    {
        bytes.Clear();
        number.TryWriteBytes(bytes[^number.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The affine coordinates of a point that is not at infinity.</summary>
    public static (BigInteger X, BigInteger Y) Affine(CurvePoint point)
    {
        var inverse = BigInteger.ModPow(point.Z, P - 2, P);
        var square = Mod(inverse * inverse);
        return (Mod(point.X * square), Mod(Mod(point.Y * square) * inverse));
    }

    public static CurvePoint Negate(CurvePoint point) => point with { Y = point.Y.IsZero ? point.Y : P - point.Y };

    public static CurvePoint Add(CurvePoint a, CurvePoint b)
    {
        if (a.IsInfinity) return b;
        if (b.IsInfinity) return a;
        BigInteger aa = Mod(a.Z * a.Z), bb = Mod(b.Z * b.Z);
        BigInteger u1 = Mod(a.X * bb), u2 = Mod(b.X * aa);
        BigInteger s1 = Mod(Mod(a.Y * b.Z) * bb), s2 = Mod(Mod(b.Y * a.Z) * aa);
        BigInteger h = Mod(u2 - u1), r = Mod(s2 - s1);
        if (h.IsZero) return r.IsZero ? Double(a) : CurvePoint.Infinity;
        BigInteger hh = Mod(h * h), hhh = Mod(h * hh), v = Mod(u1 * hh);
        var x = Mod(r * r - hhh - 2 * v);
        return new(x, Mod(r * (v - x) - s1 * hhh), Mod(Mod(a.Z * b.Z) * h));
    }

    /// <summary>k·G, by a table of the multiples of G.</summary>
    public static CurvePoint MultiplyGenerator(BigInteger k)
    {
        var sum = CurvePoint.Infinity;
        var table = GeneratorTable.Value;
        for (var window = 0; !k.IsZero; window++, k >>= WindowBits)
        {
            var digit = (int)(k & 15);
            if (digit != 0) sum = Add(sum, table[(window << WindowBits) + digit]);
        }
        return sum;
    }

    /// <summary>k·P, by doubling and adding.</summary>
    public static CurvePoint Multiply(CurvePoint point, BigInteger k)
    {
        var sum = CurvePoint.Infinity;
        for (; !k.IsZero; k >>= 1, point = Double(point))
        {
            if (!k.IsEven) sum = Add(sum, point);
        }
        return sum;
    }

    private static CurvePoint Double(CurvePoint a)
    {
        if (a.IsInfinity || a.Y.IsZero) return CurvePoint.Infinity;
        BigInteger yy = Mod(a.Y * a.Y), s = Mod(4 * a.X * yy), m = Mod(3 * a.X * a.X);
        var x = Mod(m * m - 2 * s);
        return new(x, Mod(m * (s - x) - 8 * yy * yy), Mod(2 * a.Y * a.Z));
    }

    private static CurvePoint[] BuildTable()
    {
        var table = new CurvePoint[Windows << WindowBits];
        var unit = Generator;
        for (var window = 0; window < Windows; window++)
        {
            var multiple = CurvePoint.Infinity;
            for (var digit = 0; digit < 1 << WindowBits; digit++, multiple = Add(multiple, unit)) table[(window << WindowBits) + digit] = multiple;
            unit = multiple;
        }
        return table;
    }

    private static BigInteger Mod(BigInteger value)
    {
        var rest = BigInteger.Remainder(value, P);
        return rest.Sign < 0 ? rest + P : rest;
    }

    private static BigInteger Number(string hex) => BigInteger.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
