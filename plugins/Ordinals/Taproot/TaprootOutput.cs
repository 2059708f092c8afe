using GoatHost.Plugins.Ordinals.Curve;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>An output that commits to one script besides its key (BIP341, "Constructing and spending Taproot outputs").</summary>
internal sealed class TaprootOutput
{
    private const byte Version1 = 0x51;

    public TaprootOutput(SecretKey key, ReadOnlyMemory<byte> leaf)
    {
        Leaf = leaf;
        LeafHash = ScriptPath.LeafHash(ScriptPath.LeafVersion, leaf.Span);
        _ = AffinePoint.TryLiftX(key.PublicKey, out var point);
        var tweak = Scalar.Reduce(TaggedHash.Tweak.Of(key.PublicKey, LeafHash));
        var (x, y) = (Secp256k1.MultiplyGenerator(tweak) + point).ToAffine();
        Script = new([Version1, SecretKey.Size, .. x.ToBytes()]);
        ControlBlock = new([(byte)(ScriptPath.LeafVersion | (y.IsEven ? 0 : 1)), .. key.PublicKey]);
    }

    /// <summary>The script that spends it.</summary>
    public ReadOnlyMemory<byte> Leaf { get; }

    /// <summary>The leaf's hash; with one leaf also the root of the tree.</summary>
    public byte[] LeafHash { get; }

    /// <summary>What stands in the output.</summary>
    public ReadOnlyMemory<byte> Script { get; }

    /// <summary>What leads from the leaf back to the output.</summary>
    public ReadOnlyMemory<byte> ControlBlock { get; }
}
