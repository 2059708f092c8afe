using System.Numerics;
using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>The numbers of secp256k1 in the runtime's own arithmetic, and the way from the one to the other.</summary>
internal static class Numbers
{
    /// <summary>The prime of the coordinates.</summary>
    public static BigInteger P { get; } = (BigInteger.One << 256) - (BigInteger.One << 32) - 977;

    /// <summary>The order of the group (SEC 2, 2.4.1).</summary>
    public static BigInteger N { get; } = Of(Convert.FromHexString("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141"));

    public static BigInteger Of(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    public static BigInteger Of(FieldElement element) => Of(element.ToBytes());

    public static BigInteger Of(Scalar scalar) => Of(scalar.ToBytes());

    public static byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    public static BigInteger Modulo(BigInteger number, BigInteger modulus)
    {
        var rest = number % modulus;
        return rest.Sign < 0 ? rest + modulus : rest;
    }
}
