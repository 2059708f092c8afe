using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>Verifies the signatures of before Taproot: ECDSA in strict DER (BIP66), by compressed keys.</summary>
internal static class Ecdsa
{
    private const int KeyLength = 33, NumberLength = 32, LongestNumber = 33;
    private const byte Sequence = 0x30, Integer = 0x02;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (hash.Length != NumberLength || !TryReadKey(publicKey, out var key)) return false;
        if (!TryReadSignature(signature, out var r, out var s)) return false;
        var inverse = s.Invert();
        var point = Secp256k1.MultiplyGenerator(Scalar.Reduce(hash) * inverse) + Secp256k1.Multiply(key, r * inverse);
        return !point.IsInfinity && Scalar.Reduce(point.ToAffine().X.ToBytes()) == r;
    }

    private static bool TryReadKey(ReadOnlySpan<byte> bytes, out AffinePoint key)
    {
        key = default;
        if (bytes.Length != KeyLength || bytes[0] is not (2 or 3) || !AffinePoint.TryLiftX(bytes[1..], out var even)) return false;
        key = bytes[0] == 2 ? even : -even;
        return true;
    }

    private static bool TryReadSignature(ReadOnlySpan<byte> der, out Scalar r, out Scalar s)
    {
        (r, s) = (default, default);
        if (der.Length < 2 || der[0] != Sequence || der[1] != der.Length - 2) return false;
        var rest = der[2..];
        return TryReadNumber(ref rest, out r) && TryReadNumber(ref rest, out s) && rest.IsEmpty;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out Scalar number)
    {
        number = default;
        if (rest.Length < 3 || rest[0] != Integer || rest[1] is 0 or > LongestNumber || rest[1] > rest.Length - 2) return false;
        var digits = rest.Slice(2, rest[1]);
        rest = rest[(2 + digits.Length)..];
        // Neither negative nor longer than it must be.
        if ((digits[0] & 0x80) != 0 || (digits.Length > 1 && digits[0] == 0 && (digits[1] & 0x80) == 0)) return false;
        if (digits[0] == 0) digits = digits[1..];
        if (digits.Length > NumberLength) return false;
        Span<byte> padded = stackalloc byte[NumberLength];
        digits.CopyTo(padded[^digits.Length..]);
        return Scalar.TryRead(padded, out number) && !number.IsZero;
    }
}
