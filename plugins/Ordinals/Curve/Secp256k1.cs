using GoatHost.Plugins.Ordinals.Taproot;

namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>The curve secp256k1 (SEC 2, 2.4.1). Nothing runs in constant time: <see cref="SecretKey"/> says why it may sign so.</summary>
internal static class Secp256k1
{
    private const int Multiples = (1 << UInt256.DigitBits) - 1;

    // What every hexadecimal digit but 0 stands for at every place: G, 2·G … 15·G, 16·G, 32·G …
    private static readonly Lazy<AffinePoint[]> GeneratorMultiples = new(MultiplesOfGenerator);

    /// <summary>k·G, by one addition for each digit of k.</summary>
    public static CurvePoint MultiplyGenerator(in Scalar k)
    {
        var sum = CurvePoint.Infinity;
        var multiples = GeneratorMultiples.Value;
        for (var place = 0; place < UInt256.Digits; place++)
        {
            var digit = k.Digit(place);
            if (digit != 0) sum += multiples[place * Multiples + digit - 1];
        }
        return sum;
    }

    /// <summary>k·P, by four doublings and one addition for each digit of k.</summary>
    public static CurvePoint Multiply(in AffinePoint point, in Scalar k)
    {
        Span<CurvePoint> multiples = stackalloc CurvePoint[Multiples + 1];
        multiples[0] = CurvePoint.Infinity;
        for (var digit = 1; digit <= Multiples; digit++) multiples[digit] = multiples[digit - 1] + point;
        var sum = CurvePoint.Infinity;
        for (var place = UInt256.Digits - 1; place >= 0; place--)
        {
            sum = sum.Double().Double().Double().Double() + multiples[k.Digit(place)];
        }
        return sum;
    }

    private static AffinePoint[] MultiplesOfGenerator()
    {
        var x = Convert.FromHexString("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");
        // Its y is even.
        _ = AffinePoint.TryLiftX(x, out var generator);
        var points = new CurvePoint[UInt256.Digits * Multiples];
        var unit = new CurvePoint(generator);
        for (var place = 0; place < UInt256.Digits; place++)
        {
            var multiple = unit;
            for (var digit = 1; digit <= Multiples; digit++, multiple += unit) points[place * Multiples + digit - 1] = multiple;
            unit = multiple;
        }
        return CurvePoint.ToAffine(points);
    }
}
