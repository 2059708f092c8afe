using System.Buffers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Hashes the transactions of a block, many at a time.</summary>
internal static class BlockHashes
{
    public static Hash256[] TxIds(ReadOnlySpan<byte> block, ReadOnlySpan<TransactionExtent> extents)
    {
        // The parts that a txid is the hash of stand apart in the block, so they are brought together first.
        var stripped = ArrayPool<byte>.Shared.Rent(block.Length);
        var messages = ArrayPool<Message>.Shared.Rent(extents.Length);
        var at = 0;
        for (var i = 0; i < extents.Length; i++)
        {
            messages[i] = new(at, extents[i].StrippedLength);
            extents[i].CopyStripped(block, stripped.AsSpan(at));
            at += extents[i].StrippedLength;
        }
        var hashes = new Hash256[extents.Length];
        DoubleSha256.HashAll(stripped.AsSpan(0, at), messages.AsSpan(0, extents.Length), hashes);
        ArrayPool<Message>.Shared.Return(messages);
        ArrayPool<byte>.Shared.Return(stripped);
        return hashes;
    }

    public static Hash256[] WTxIds(ReadOnlySpan<byte> block, ReadOnlySpan<TransactionExtent> extents)
    {
        var hashes = new Hash256[extents.Length];
        HashWitnesses(block, extents, hashes);
        return hashes;
    }

    /// <summary>The root of the tree that the coinbase commits to, or null when that could be the root of another.</summary>
    public static Hash256? WitnessRoot(ReadOnlySpan<byte> block, ReadOnlySpan<TransactionExtent> extents)
    {
        var hashes = ArrayPool<Hash256>.Shared.Rent(extents.Length);
        HashWitnesses(block, extents, hashes.AsSpan(0, extents.Length));
        var root = MerkleTree.RootOf(hashes.AsSpan(0, extents.Length));
        ArrayPool<Hash256>.Shared.Return(hashes);
        return root;
    }

    private static void HashWitnesses(ReadOnlySpan<byte> block, ReadOnlySpan<TransactionExtent> extents, Span<Hash256> hashes)
    {
        if (extents.IsEmpty) return;
        var messages = ArrayPool<Message>.Shared.Rent(extents.Length);
        for (var i = 1; i < extents.Length; i++) messages[i] = new(extents[i].Start, extents[i].Length);
        // The coinbase cannot commit to itself, so its wtxid counts as zero.
        hashes[0] = Hash256.Zero;
        DoubleSha256.HashAll(block, messages.AsSpan(1, extents.Length - 1), hashes[1..]);
        ArrayPool<Message>.Shared.Return(messages);
    }
}
