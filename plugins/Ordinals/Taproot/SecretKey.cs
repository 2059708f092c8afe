using System.Numerics;
using System.Security.Cryptography;

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
    private readonly BigInteger _secret;
    private readonly byte[] _publicKey = new byte[Size];

    private SecretKey(BigInteger secret)
    {
        var (x, y) = Secp256k1.Affine(Secp256k1.MultiplyGenerator(secret));
        _secret = y.IsEven ? secret : Secp256k1.Order - secret;
        Secp256k1.Write(x, _publicKey);
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
        if (bytes.Length != Size) return null;
        var secret = Secp256k1.Read(bytes);
        return secret.IsZero || secret >= Secp256k1.Order ? null : new(secret);
    }

    public byte[] ToBytes() => Bytes(_secret);

    /// <summary>Signs with fresh randomness.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => Sign(message, RandomNumberGenerator.GetBytes(Size));

    /// <summary>BIP340, "Default Signing".</summary>
    public byte[] Sign(ReadOnlySpan<byte> message, ReadOnlySpan<byte> randomness)
    {
        var masked = Bytes(_secret);
        var mask = TaggedHash.Aux.Of(randomness);
        for (var i = 0; i < Size; i++) masked[i] ^= mask[i];
        var nonce = Secp256k1.Read(TaggedHash.Nonce.Of(masked, _publicKey, message)) % Secp256k1.Order;
        if (nonce.IsZero) throw new CryptographicException("A hash came out as zero.");
        var (x, y) = Secp256k1.Affine(Secp256k1.MultiplyGenerator(nonce));
        if (!y.IsEven) nonce = Secp256k1.Order - nonce;
        var signature = new byte[SignatureSize];
        Secp256k1.Write(x, signature.AsSpan(0, Size));
        var challenge = Secp256k1.Read(TaggedHash.Challenge.Of(signature.AsSpan(0, Size), _publicKey, message)) % Secp256k1.Order;
        Secp256k1.Write((nonce + challenge * _secret) % Secp256k1.Order, signature.AsSpan(Size));
        // A signature computed wrongly, by whatever fault, can give the key away.
        return Schnorr.Verify(_publicKey, message, signature)
            ? signature
            : throw new CryptographicException("A signature does not verify.");
    }

    /// <summary>The key of the output that commits to a tree of scripts besides this one (BIP341, taproot_tweak_seckey).</summary>
    public SecretKey Tweak(ReadOnlySpan<byte> root)
    {
        var tweak = Secp256k1.Read(TaggedHash.Tweak.Of(_publicKey, root));
        var secret = (_secret + tweak) % Secp256k1.Order;
        return tweak >= Secp256k1.Order || secret.IsZero ? throw new CryptographicException("A tweak is out of range.") : new(secret);
    }

    public override string ToString() => "(a secret key)";

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[Size];
        Secp256k1.Write(number, bytes);
        return bytes;
    }
}
