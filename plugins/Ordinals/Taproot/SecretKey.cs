using System.Security.Cryptography;
using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>A secret number of the curve with its public key, which signs (BIP340).</summary>
/// <remarks>
/// The arithmetic below is not in constant time. Keys here are made for one output, sign one transaction, and are worth nothing once
/// that is mined: who could time a single signature on this machine could read the key outright.
/// </remarks>
internal sealed class SecretKey
{
    public const int Size = 32, SignatureSize = 64;

    // With the sign that gives the public key an even y, as both BIP340 and BIP341 take it.
    private readonly Scalar _secret;
    private readonly byte[] _publicKey;

    private SecretKey(Scalar secret)
    {
        var (x, y) = Secp256k1.MultiplyGenerator(secret).ToAffine();
        _secret = y.IsEven ? secret : -secret;
        _publicKey = x.ToBytes();
    }

    /// <summary>The x of the public key (BIP340).</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    public static SecretKey Generate()
    {
        while (true)
        {
            if (TryRead(RandomNumberGenerator.GetBytes(Size)) is { } key) return key;
        }
    }

    /// <summary>A key from its 32 bytes, or null when they are no number between 0 and the order of the curve.</summary>
    public static SecretKey? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !Scalar.TryRead(bytes, out var secret) || secret.IsZero) return null;
        return new(secret);
    }

    public byte[] ToBytes() => _secret.ToBytes();

    /// <summary>Signs with fresh randomness.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => Sign(message, RandomNumberGenerator.GetBytes(Size));

    /// <summary>BIP340, "Default Signing".</summary>
    public byte[] Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> randomness)
    {
        var masked = _secret.ToBytes();
        var mask = TaggedHash.Aux.Of(randomness);
        for (var i = 0; i < Size; i++) masked[i] ^= mask[i];
        var nonce = Scalar.Reduce(TaggedHash.Nonce.Of(masked, _publicKey, message));
        if (nonce.IsZero) throw new CryptographicException("A hash came out as zero.");
        var (x, y) = Secp256k1.MultiplyGenerator(nonce).ToAffine();
        if (!y.IsEven) nonce = -nonce;
        var r = x.ToBytes();
        var challenge = Scalar.Reduce(TaggedHash.Challenge.Of(r, _publicKey, message));
        byte[] signature = [.. r, .. (nonce + challenge * _secret).ToBytes()];
        // A signature computed wrongly, by whatever fault, can give the key away.
        return Schnorr.Verify(_publicKey, message, signature)
            ? signature
            : throw new CryptographicException("A signature does not verify.");
    }

    /// <summary>The key of the output that commits to a tree of scripts besides this one (BIP341, taproot_tweak_seckey).</summary>
    public SecretKey Tweak(ReadOnlySpan<byte> root)
    {
        var inRange = Scalar.TryRead(TaggedHash.Tweak.Of(_publicKey, root), out var tweak);
        var secret = _secret + tweak;
        return inRange && !secret.IsZero ? new(secret) : throw new CryptographicException("A tweak is out of range.");
    }

    public override string ToString() => "(a secret key)";
}
