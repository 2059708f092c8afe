using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Finds the reveals in the raw bytes of a block, and takes no other transaction apart.</summary>
internal static class RevealSearch
{
    /// <summary>False when the bytes are no block, as far as they had to be read. The reveals own their bytes: the block's may be used again.</summary>
    public static bool TryFind(ReadOnlySpan<byte> block, List<Reveal> found)
    {
        var mark = NextMark(block, 0);
        if (mark == block.Length) return true;
        var walker = new TransactionWalker(block);
        while (mark < block.Length)
        {
            if (!walker.TryNext(out var extent)) return walker.IsComplete;
            if (mark >= extent.End) continue;
            // Behind the outputs there is the witness: a mark before it, in a script that is not one, means nothing.
            if (mark < extent.Witness) mark = NextMark(block, extent.Witness);
            if (mark >= extent.End) continue;
            Add(block, walker.Position - 1, extent, found);
            mark = NextMark(block, extent.End);
        }
        return true;
    }

    /// <summary>The reveals of a block that was read already.</summary>
    public static IReadOnlyList<Reveal> In(Block block)
    {
        var found = new List<Reveal>();
        TryFind(block.Raw.Span, found);
        return found;
    }

    private static void Add(ReadOnlySpan<byte> block, int position, TransactionExtent extent, List<Reveal> found)
    {
        if (!Transaction.TryRead(block[extent.Start..extent.End].ToArray(), out var transaction)) return;
        var inscriptions = InscriptionReader.Read(transaction);
        if (inscriptions.Count > 0) found.Add(new(position, transaction, inscriptions));
    }

    private static int NextMark(ReadOnlySpan<byte> block, int from) =>
        EnvelopeMark.IndexOf(block[from..]) is >= 0 and var next ? from + next : block.Length;
}
