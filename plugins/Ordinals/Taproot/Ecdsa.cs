using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>Verifies the signatures of before Taproot: ECDSA in strict DER (BIP66), by compressed keys.</summary>
internal static class Ecdsa
{
    private const int KeyLength = 33, HashLength = 32, LongestNumber = 33;
    private const byte Sequence = 0x30, Integer = 0x02;

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (hash.Length != HashLength || !TryReadKey(publicKey, out var key)) return false;
        if (!TryReadSignature(signature, out var r, out var s)) return false;
        var n = Secp256k1.Order;
        var inverse = BigInteger.ModPow(s, n - 2, n);
        var point = Secp256k1.Add(
            Secp256k1.MultiplyGenerator(Secp256k1.Read(hash) * inverse % n), Secp256k1.Multiply(key.Value, r * inverse % n));
        return !point.IsInfinity && Secp256k1.Affine(point).X % n == r;
    }

    private static bool TryReadKey(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out CurvePoint? key)
    {
        key = null;
        if (bytes.Length != KeyLength || bytes[0] is not (2 or 3) || !Secp256k1.TryLiftX(bytes[1..], out var even)) return false;
        key = bytes[0] == 2 ? even : Secp256k1.Negate(even.Value);
        return true;
    }

    private static bool TryReadSignature(ReadOnlySpan<byte> der, out BigInteger r, out BigInteger s)
    {
        (r, s) = (0, 0);
        if (der.Length < 2 || der[0] != Sequence || der[1] != der.Length - 2) return false;
        var rest = der[2..];
        return TryReadNumber(ref rest, out r) && TryReadNumber(ref rest, out s) && rest.IsEmpty;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out BigInteger number)
    {
        number = 0;
        if (rest.Length < 3 || rest[0] != Integer || rest[1] is 0 or > LongestNumber || rest[1] > rest.Length - 2) return false;
        var digits = rest.Slice(2, rest[1]);
        rest = rest[(2 + digits.Length)..];
        // Neither negative nor longer than it must be.
        if ((digits[0] & 0x80) != 0 || (digits.Length > 1 && digits[0] == 0 && (digits[1] & 0x80) == 0)) return false;
        number = Secp256k1.Read(digits);
        return !number.IsZero && number < Secp256k1.Order;
    }
}
