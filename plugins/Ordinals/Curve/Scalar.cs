namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>What a point of secp256k1 is multiplied by: a number modulo the order n of the group (SEC 2, 2.4.1), always below n.</summary>
internal readonly record struct Scalar
{
    private static readonly UInt256 Complement = new(0x402D_A173_2FC9_BEBF, 0x4551_2319_50B7_5FC4, 1, 0);

    private readonly UInt256 _value;

    private Scalar(in UInt256 value) => _value = value;

    public static Scalar One => new(new UInt256(1, 0, 0, 0));

    public bool IsZero => _value.IsZero;

    /// <summary>The scalar of 32 bytes, if they are a number below n.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Scalar scalar)
    {
        var value = UInt256.Read(bytes);
        scalar = new(UInt256.Reduce(value, 0, Complement));
        return scalar._value == value;
    }

    /// <summary>The number of 32 bytes modulo n.</summary>
    public static Scalar Reduce(ReadOnlySpan<byte> bytes) => new(UInt256.Reduce(UInt256.Read(bytes), 0, Complement));

    public byte[] ToBytes()
    {
        var bytes = new byte[UInt256.Size];
        _value.Write(bytes);
        return bytes;
    }

    /// <summary>A hexadecimal digit, counted from the least.</summary>
    public int Digit(int index) => _value.Digit(index);

    public static Scalar operator +(in Scalar a, in Scalar b) => new(UInt256.AddModulo(a._value, b._value, Complement));

    public static Scalar operator -(in Scalar a) => new(UInt256.SubtractModulo(default, a._value, Complement));

    public static Scalar operator *(in Scalar a, in Scalar b)
    {
        var low = UInt256.Multiply(a._value, b._value, out var high);
        // The complement has 129 bits, so of 256 bits above 2^256 there are left 130, then 4, then 1, then none.
        while (!high.IsZero)
        {
            var folded = UInt256.Multiply(high, Complement, out var rest);
            low = UInt256.Add(folded, low, out var carry);
            high = UInt256.Add(rest, new(carry, 0, 0, 0), out _);
        }
        return new(UInt256.Reduce(low, 0, Complement));
    }

    /// <summary>1/a as a^(n − 2); 0 for 0.</summary>
    public Scalar Invert()
    {
        var exponent = UInt256.SubtractModulo(default, new(2, 0, 0, 0), Complement);
        var power = One;
        for (var index = UInt256.Digits - 1; index >= 0; index--)
        {
            var digit = exponent.Digit(index);
            for (var bit = UInt256.DigitBits - 1; bit >= 0; bit--)
            {
                power *= power;
                if ((digit >> bit & 1) != 0) power *= this;
            }
        }
        return power;
    }
}
