namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>Verifies Schnorr signatures (BIP340).</summary>
internal static class Schnorr
{
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64 || !Secp256k1.TryLiftX(publicKey, out var key)) return false;
        var s = Secp256k1.Read(signature[32..]);
        // r ≥ p needs no test of its own: no affine x is that large.
        var r = Secp256k1.Read(signature[..32]);
        if (s >= Secp256k1.Order) return false;
        var e = Secp256k1.Read(TaggedHash.Challenge.Of(signature[..32], publicKey, message)) % Secp256k1.Order;
        var point = Secp256k1.Add(Secp256k1.MultiplyGenerator(s), Secp256k1.Negate(Secp256k1.Multiply(key.Value, e)));
        if (point.IsInfinity) return false;
        var (x, y) = Secp256k1.Affine(point);
        return y.IsEven && x == r;
    }
}
