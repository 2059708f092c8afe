namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>A point of secp256k1 by its two coordinates, so never the one at infinity.</summary>
internal readonly record struct AffinePoint(FieldElement X, FieldElement Y)
{
    /// <summary>BIP340 lift_x: the point with this x and an even y, if there is one.</summary>
    public static bool TryLiftX(ReadOnlySpan<byte> bytes, out AffinePoint point)
    {
        point = default;
        if (!FieldElement.TryRead(bytes, out var x) || !(x.Square() * x + new FieldElement(7)).TrySquareRoot(out var y)) return false;
        point = new(x, y.IsEven ? y : -y);
        return true;
    }

    public static AffinePoint operator -(in AffinePoint point) => point with { Y = -point.Y };
}
