namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>A coordinate of secp256k1: a number modulo p = 2^256 − 2^32 − 977 (SEC 2, 2.4.1), always below p.</summary>
internal readonly record struct FieldElement
{
    private const ulong C = 0x1_0000_03D1;

    private readonly UInt256 _value;

    public FieldElement(ulong small) => _value = new(small, 0, 0, 0);

    private FieldElement(in UInt256 value) => _value = value;

    public static FieldElement One => new(1);

    public bool IsZero => _value.IsZero;

    public bool IsEven => _value.IsEven;

    private static UInt256 Complement => new(C, 0, 0, 0);

    /// <summary>The element of 32 bytes, if they are a number below p.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FieldElement element)
    {
        var value = UInt256.Read(bytes);
        element = new(UInt256.Reduce(value, 0, Complement));
        return element._value == value;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[UInt256.Size];
        _value.Write(bytes);
        return bytes;
    }

    public static FieldElement operator +(in FieldElement a, in FieldElement b) =>
        new(UInt256.AddModulo(a._value, b._value, Complement));

    public static FieldElement operator -(in FieldElement a, in FieldElement b) =>
        new(UInt256.SubtractModulo(a._value, b._value, Complement));

    public static FieldElement operator -(in FieldElement a) => default(FieldElement) - a;

    public static FieldElement operator *(in FieldElement a, in FieldElement b)
    {
        var low = UInt256.Multiply(a._value, b._value, out var high);
        // high·2^256 + low ≡ high·c + low, of which less than 2^34 stands above 2^256: once more, and a bit may be left for Reduce.
        ulong over = 0, carry = 0;
        var r0 = UInt256.MultiplyLimb(high.L0, C, low.L0, ref over);
        var r1 = UInt256.MultiplyLimb(high.L1, C, low.L1, ref over);
        var r2 = UInt256.MultiplyLimb(high.L2, C, low.L2, ref over);
        var r3 = UInt256.MultiplyLimb(high.L3, C, low.L3, ref over);
        r0 = UInt256.MultiplyLimb(over, C, r0, ref carry);
        r1 = UInt256.AddLimb(r1, 0, ref carry);
        r2 = UInt256.AddLimb(r2, 0, ref carry);
        r3 = UInt256.AddLimb(r3, 0, ref carry);
        return new(UInt256.Reduce(new(r0, r1, r2, r3), carry, Complement));
    }

    public FieldElement Square() => this * this;

    public FieldElement Double() => this + this;

    /// <summary>1/a as a^(p − 2); 0 for 0.</summary>
    public FieldElement Invert() => PowerOf223Ones(0xFFFF_FC2D, 33);

    /// <summary>A square root, if there is one: p ≡ 3 modulo 4, so it is a^((p + 1)/4) or none.</summary>
    public bool TrySquareRoot(out FieldElement root)
    {
        root = PowerOf223Ones(0x3FFF_FF0C, 31);
        return root.Square() == this;
    }

    /// <summary>a to an exponent that begins with 223 ones in binary, as those of p do, and ends in some bits more.</summary>
    private FieldElement PowerOf223Ones(ulong tail, int tailBits)
    {
        const int Ones = 223;
        var power = this;
        // From a^(2^k − 1), k ones, to 2·k ones or one more, as the bits of 223 ask.
        for (int bits = 1, next = 6; next >= 0; next--)
        {
            power = power.Square(bits) * power;
            bits *= 2;
            if ((Ones >> next & 1) == 0) continue;
            power = power.Square() * this;
            bits++;
        }
        for (var bit = tailBits - 1; bit >= 0; bit--)
        {
            power = power.Square();
            if ((tail >> bit & 1) != 0) power *= this;
        }
        return power;
    }

    private FieldElement Square(int times)
    {
        var square = this;
        for (; times > 0; times--) square = square.Square();
        return square;
    }
}
