using System.Security.Cryptography;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>The tagged hashes of BIP340: SHA-256 with the hash of a tag, twice, before the data.</summary>
internal sealed class TaggedHash(string tag)
{
    private readonly byte[] _prefix = Prefix(tag);

    public static TaggedHash Leaf { get; } = new("TapLeaf");

    public static TaggedHash Branch { get; } = new("TapBranch");

    public static TaggedHash Tweak { get; } = new("TapTweak");

    public static TaggedHash Challenge { get; } = new("BIP0340/challenge");

    public static TaggedHash Aux { get; } = new("BIP0340/aux");

    public static TaggedHash Nonce { get; } = new("BIP0340/nonce");

    public static TaggedHash Sighash { get; } = new("TapSighash");

    public byte[] Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_prefix);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(third);
        return hash.GetHashAndReset();
    }

    private static byte[] Prefix(string tag)
    {
        var once = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(tag));
        return [.. once, .. once];
    }
}
