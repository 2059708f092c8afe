using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.Ordinals.Curve;

/// <summary>A number of 256 bits in four limbs, the least first, and its arithmetic modulo 2^256 or a number little below.</summary>
/// <remarks>A modulus m is given by its complement c = 2^256 − m: 2^256 ≡ c, so what overflows is put back as c.</remarks>
internal readonly record struct UInt256(ulong L0, ulong L1, ulong L2, ulong L3)
{
    public const int Size = 32, DigitBits = 4, Digits = 64;

    public bool IsZero => (L0 | L1 | L2 | L3) == 0;

    public bool IsEven => (L0 & 1) == 0;

    /// <summary>The number of 32 bytes, the greatest first.</summary>
    public static UInt256 Read(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size);
        return new(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], L0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], L1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], L2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, L3);
    }

    /// <summary>A hexadecimal digit, counted from the least.</summary>
    public int Digit(int index)
    {
        var limb = (index >> 4) switch { 0 => L0, 1 => L1, 2 => L2, _ => L3 };
        return (int)(limb >> (DigitBits * (index & 15))) & 15;
    }

    public static UInt256 Add(in UInt256 a, in UInt256 b, out ulong carry)
    {
        ulong over = 0;
        var (r0, r1) = (AddLimb(a.L0, b.L0, ref over), AddLimb(a.L1, b.L1, ref over));
        var (r2, r3) = (AddLimb(a.L2, b.L2, ref over), AddLimb(a.L3, b.L3, ref over));
        carry = over;
        return new(r0, r1, r2, r3);
    }

    public static UInt256 Subtract(in UInt256 a, in UInt256 b, out ulong borrow)
    {
        // a − b = ~(~a + b), and what overflows there is what is owed here.
        var rest = Add(~a, b, out borrow);
        return ~rest;
    }

    public static UInt256 operator ~(in UInt256 a) => new(~a.L0, ~a.L1, ~a.L2, ~a.L3);

    /// <summary>The lower half of a product, and its upper half.</summary>
    public static UInt256 Multiply(in UInt256 a, in UInt256 b, out UInt256 high)
    {
        ulong r4 = 0, r5 = 0, r6 = 0, r7 = 0;
        var r0 = MultiplyLimb(a.L0, b.L0, 0, ref r4);
        var r1 = MultiplyLimb(a.L0, b.L1, 0, ref r4);
        var r2 = MultiplyLimb(a.L0, b.L2, 0, ref r4);
        var r3 = MultiplyLimb(a.L0, b.L3, 0, ref r4);

        r1 = MultiplyLimb(a.L1, b.L0, r1, ref r5);
        r2 = MultiplyLimb(a.L1, b.L1, r2, ref r5);
        r3 = MultiplyLimb(a.L1, b.L2, r3, ref r5);
        r4 = MultiplyLimb(a.L1, b.L3, r4, ref r5);

        r2 = MultiplyLimb(a.L2, b.L0, r2, ref r6);
        r3 = MultiplyLimb(a.L2, b.L1, r3, ref r6);
        r4 = MultiplyLimb(a.L2, b.L2, r4, ref r6);
        r5 = MultiplyLimb(a.L2, b.L3, r5, ref r6);

        r3 = MultiplyLimb(a.L3, b.L0, r3, ref r7);
        r4 = MultiplyLimb(a.L3, b.L1, r4, ref r7);
        r5 = MultiplyLimb(a.L3, b.L2, r5, ref r7);
        r6 = MultiplyLimb(a.L3, b.L3, r6, ref r7);

        high = new(r4, r5, r6, r7);
        return new(r0, r1, r2, r3);
    }

    /// <summary>carry·2^256 + value modulo m, for what is less than 2·m.</summary>
    public static UInt256 Reduce(in UInt256 value, ulong carry, in UInt256 complement)
    {
        var less = Add(value, complement, out var over);
        return (carry | over) == 0 ? value : less;
    }

    public static UInt256 AddModulo(in UInt256 a, in UInt256 b, in UInt256 complement) =>
        Reduce(Add(a, b, out var carry), carry, complement);

    public static UInt256 SubtractModulo(in UInt256 a, in UInt256 b, in UInt256 complement)
    {
        var rest = Subtract(a, b, out var borrow);
        return borrow == 0 ? rest : Subtract(rest, complement, out _);
    }

    /// <summary>a + b + carry, and what overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddLimb(ulong a, ulong b, ref ulong carry)
    {
        var first = a + b;
        var sum = first + carry;
        carry = (first < a ? 1UL : 0) + (sum < first ? 1UL : 0);
        return sum;
    }

    /// <summary>a·b + c + carry, and what overflows: (2^64 − 1)^2 + 2·(2^64 − 1) is just what two limbs hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyLimb(ulong a, ulong b, ulong c, ref ulong carry)
    {
        var high = Math.BigMul(a, b, out ulong low);
        low += c;
        high += low < c ? 1UL : 0;
        low += carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        return low;
    }
}
