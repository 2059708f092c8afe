using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>Verifies Schnorr signatures (BIP340).</summary>
internal static class Schnorr
{
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64 || !AffinePoint.TryLiftX(publicKey, out var key)) return false;
        if (!FieldElement.TryRead(signature[..32], out var r) || !Scalar.TryRead(signature[32..], out var s)) return false;
        var e = Scalar.Reduce(TaggedHash.Challenge.Of(signature[..32], publicKey, message));
        var point = Secp256k1.MultiplyGenerator(s) + Secp256k1.Multiply(-key, e);
        if (point.IsInfinity) return false;
        var (x, y) = point.ToAffine();
        return y.IsEven && x == r;
    }
}
