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
        var messages = new Message[extents.Length];
        var at = 0;
        for (var i = 0; i < extents.Length; i++)
        {
            messages[i] = new(at, extents[i].StrippedLength);
            extents[i].CopyStripped(block, stripped.AsSpan(at));
            at += extents[i].StrippedLength;
        }
        var hashes = new Hash256[extents.Length];
        DoubleSha256.HashAll(stripped.AsSpan(0, at), messages, hashes);
        ArrayPool<byte>.Shared.Return(stripped);
        return hashes;
    }

    public static Hash256[] WTxIds(ReadOnlySpan<byte> block, ReadOnlySpan<TransactionExtent> extents)
    {
        var hashes = new Hash256[extents.Length];
        var messages = new Message[Math.Max(0, extents.Length - 1)];
        for (var i = 0; i < messages.Length; i++) messages[i] = new(extents[i + 1].Start, extents[i + 1].Length);
        // The coinbase cannot commit to itself, so its wtxid counts as zero.
        DoubleSha256.HashAll(block, messages, hashes.AsSpan(1));
        return hashes;
    }
}
