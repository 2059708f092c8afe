namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>A point of secp256k1 in Jacobian coordinates: x = X/Z², y = Y/Z³, and Z = 0 at infinity.</summary>
/// <remarks>One point has many coordinates, so there is no comparing these; <see cref="ToAffine()"/> makes what compares.</remarks>
internal readonly struct CurvePoint(in FieldElement x, in FieldElement y, in FieldElement z)
{
    private readonly FieldElement _x = x, _y = y, _z = z;

    public CurvePoint(in AffinePoint point) : this(point.X, point.Y, FieldElement.One)
    {
    }

    public static CurvePoint Infinity => default;

    public bool IsInfinity => _z.IsZero;

    public static CurvePoint operator +(in CurvePoint a, in CurvePoint b)
    {
        if (a.IsInfinity) return b;
        if (b.IsInfinity) return a;
        FieldElement aa = a._z.Square(), bb = b._z.Square();
        FieldElement u1 = a._x * bb, s1 = a._y * b._z * bb;
        return a.Add(u1, s1, b._x * aa - u1, b._y * a._z * aa - s1, a._z * b._z);
    }

    public static CurvePoint operator +(in CurvePoint a, in AffinePoint b)
    {
        if (a.IsInfinity) return new(b);
        var aa = a._z.Square();
        return a.Add(a._x, a._y, b.X * aa - a._x, b.Y * a._z * aa - a._y, a._z);
    }

    public static CurvePoint operator -(in CurvePoint a) => new(a._x, -a._y, a._z);

    // No point has y = 0, and at infinity Z stays 0.
    public CurvePoint Double()
    {
        FieldElement yy = _y.Square(), xx = _x.Square();
        FieldElement s = (_x * yy).Double().Double(), m = xx.Double() + xx;
        var x = m.Square() - s.Double();
        return new(x, m * (s - x) - yy.Square().Double().Double().Double(), (_y * _z).Double());
    }

    /// <summary>The coordinates of a point that is not at infinity.</summary>
    public AffinePoint ToAffine() => ToAffine(_z.Invert());

    /// <summary>The coordinates of many points, none at infinity, by one inversion: that of the product of all Z.</summary>
    public static AffinePoint[] ToAffine(ReadOnlySpan<CurvePoint> points)
    {
        var products = new FieldElement[points.Length];
        var product = FieldElement.One;
        for (var i = 0; i < points.Length; i++)
        {
            products[i] = product;
            product *= points[i]._z;
        }
        var inverse = product.Invert();
        var affine = new AffinePoint[points.Length];
        for (var i = points.Length - 1; i >= 0; i--)
        {
            affine[i] = points[i].ToAffine(inverse * products[i]);
            inverse *= points[i]._z;
        }
        return affine;
    }

    /// <summary>Adds another point at one denominator: x and y of this, how far off the other is, both Z multiplied.</summary>
    private CurvePoint Add(in FieldElement u, in FieldElement s, in FieldElement h, in FieldElement r, in FieldElement z)
    {
        if (h.IsZero) return r.IsZero ? Double() : Infinity;
        var hh = h.Square();
        FieldElement hhh = h * hh, v = u * hh;
        var x = r.Square() - hhh - v.Double();
        return new(x, r * (v - x) - s * hhh, z * h);
    }

    private AffinePoint ToAffine(in FieldElement inverse)
    {
        var square = inverse.Square();
        return new(_x * square, _y * square * inverse);
    }
}
