using System.Runtime.InteropServices;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Finds the reveals in the raw bytes of a block, and takes no other transaction apart.</summary>
internal static class RevealSearch
{
    /// <summary>False when the bytes are no block, as far as they had to be read. The reveals stand on the block's own memory.</summary>
    public static bool TryFind(ReadOnlyMemory<byte> bytes, List<Reveal> found)
    {
        var block = bytes.Span;
        var positions = new List<int>();
        var extents = new List<TransactionExtent>();
        if (!TryFind(block, positions, extents)) return false;
        var candidates = CollectionsMarshal.AsSpan(extents);
        var txids = BlockHashes.TxIds(block, candidates);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!Transaction.TryRead(bytes[candidates[i].Start..candidates[i].End], txids[i], out var transaction)) continue;
            var inscriptions = InscriptionReader.Read(transaction);
            if (inscriptions.Count > 0) found.Add(new(positions[i], transaction, inscriptions));
        }
        return true;
    }

    /// <summary>The reveals of a block that was read already.</summary>
    public static IReadOnlyList<Reveal> In(Block block)
    {
        var found = new List<Reveal>();
        TryFind(block.Raw, found);
        return found;
    }

    /// <summary>The transactions that bear a mark in their witness, where a script can be.</summary>
    private static bool TryFind(ReadOnlySpan<byte> block, List<int> positions, List<TransactionExtent> extents)
    {
        var mark = NextMark(block, 0);
        // Without a mark the block holds no envelope, whatever else it is.
        if (mark == block.Length) return true;
        var walker = new TransactionWalker(block);
        while (mark < block.Length)
        {
            if (!walker.TryNext(out var extent)) return walker.IsComplete;
            if (mark >= extent.End) continue;
            if (mark < extent.Witness) mark = NextMark(block, extent.Witness);
            if (mark >= extent.End) continue;
            positions.Add(walker.Position - 1);
            extents.Add(extent);
            mark = NextMark(block, extent.End);
        }
        return true;
    }

    private static int NextMark(ReadOnlySpan<byte> block, int from) =>
        EnvelopeMark.IndexOf(block[from..]) is >= 0 and var next ? from + next : block.Length;
}
