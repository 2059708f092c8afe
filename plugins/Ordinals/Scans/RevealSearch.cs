using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Finds the reveals in the raw bytes of a block. Nothing is copied, hashed or made of what is found until it is read.</summary>
internal static class RevealSearch
{
    /// <summary>Where the reveals of a block lie; false when the bytes are no block, as far as they had to be read.</summary>
    public static bool TryFind(ReadOnlySpan<byte> block, List<RevealExtent> found)
    {
        var mark = NextMark(block, 0);
        // Without a mark the block holds no envelope, whatever else it is.
        if (mark == block.Length) return true;
        var walker = new TransactionWalker(block);
        var envelopes = new List<EnvelopeExtent>();
        while (mark < block.Length)
        {
            if (!walker.TryNext(out var extent)) return walker.IsComplete;
            if (mark >= extent.End) continue;
            // A script can be in the witness alone.
            if (mark < extent.Witness) mark = NextMark(block, extent.Witness);
            if (mark >= extent.End) continue;
            mark = NextMark(block, extent.End);
            // The coinbase reveals nothing.
            if (walker.Position == 1) continue;
            envelopes.Clear();
            for (var scripts = new WitnessScripts(block, extent); scripts.TryNext(out var script);) EnvelopeReader.Find(script, scripts.Input, envelopes);
            if (envelopes.Count > 0) found.Add(new(walker.Position - 1, extent, envelopes.Count));
        }
        return true;
    }

    /// <summary>Reads what was found, on the block's own memory, one at a time.</summary>
    public static IEnumerable<Reveal> Read(ReadOnlyMemory<byte> block, IReadOnlyList<RevealExtent> found)
    {
        var txids = BlockHashes.TxIds(block.Span, [.. found.Select(reveal => reveal.Extent)]);
        for (var i = 0; i < found.Count; i++) yield return Read(block, found[i], txids[i]);
    }

    /// <summary>The reveals of a block whose txids were asked for already, or will be.</summary>
    public static IReadOnlyList<Reveal> In(Block block)
    {
        var found = new List<RevealExtent>();
        TryFind(block.Raw.Span, found);
        return found.Count == 0 ? [] : [.. found.Select(reveal => Read(block.Raw, reveal, block.TxIds[reveal.Position]))];
    }

    private static Reveal Read(ReadOnlyMemory<byte> block, RevealExtent reveal, Hash256 txid) =>
        Transaction.TryRead(block[reveal.Extent.Start..reveal.Extent.End], txid, out var transaction)
            ? new(reveal.Position, transaction, InscriptionReader.Read(transaction))
            : throw new InvalidOperationException("What the walker stepped over is a transaction to the reader too.");

    private static int NextMark(ReadOnlySpan<byte> block, int from) =>
        EnvelopeMark.IndexOf(block[from..]) is >= 0 and var next ? from + next : block.Length;
}
