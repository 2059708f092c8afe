using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Checks that bytes are the block which a header's hash names.</summary>
internal static class BlockCheck
{
    /// <summary>No transaction may be this long: 64 bytes could be an inner node of the tree (CVE-2017-12842).</summary>
    public const int AmbiguousSize = 64;

    /// <summary>Reads a block and checks its hash, its Merkle root and its witness commitment; says what is wrong, or gives the block.</summary>
    public static string? Flaw(ReadOnlyMemory<byte> bytes, Hash256 hash, out Block? block)
    {
        if (!Block.TryRead(bytes, out block)) return $"its {bytes.Length} bytes are not a block";
        if (block.Header.Hash != hash) return $"its header hashes to {block.Header.Hash}";
        return RootFlaw(block) ?? WitnessCommitment.Flaw(block);
    }

    /// <summary>Says what is wrong with the transactions of a block, or null when they are the ones its header commits to.</summary>
    public static string? RootFlaw(Block block)
    {
        if (block.MerkleRoot is not { } root) return "its Merkle tree repeats a node";
        return root == block.Header.MerkleRoot ? null : $"its transactions hash to {root}, and its header has {block.Header.MerkleRoot}";
    }
}
