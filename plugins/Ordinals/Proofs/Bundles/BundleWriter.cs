using System.Buffers;
using System.Text;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs.Bundles;

/// <summary>Writes bundles, in the layout that docs/proofs.md tells.</summary>
internal static class BundleWriter
{
    public static ReadOnlyMemory<byte> Write(ProofBundle bundle)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(BundleReader.Magic);
        TransactionWriter.VarBytes(output, Encoding.ASCII.GetBytes(bundle.Network.Name));
        Number(output, bundle.Index);
        TransactionWriter.VarBytes(output, bundle.Reveal.Raw.Span);
        TransactionWriter.CompactSize(output, (ulong)bundle.Commits.Count);
        foreach (var commit in bundle.Commits) TransactionWriter.VarBytes(output, commit.Raw.Span);
        Number(output, (uint)bundle.Branch.Position);
        Nodes(output, bundle.Branch.Siblings);
        TransactionWriter.VarBytes(output, bundle.Witness.Coinbase.Raw.Span);
        Nodes(output, bundle.Witness.CoinbaseSiblings);
        Nodes(output, bundle.Witness.Siblings);
        Number(output, (uint)bundle.Height);
        Number(output, (uint)bundle.FirstHeight);
        TransactionWriter.CompactSize(output, (ulong)bundle.Headers.Count);
        foreach (var header in bundle.Headers)
        {
            header.CopyTo(output.GetSpan(BlockHeader.Size));
            output.Advance(BlockHeader.Size);
        }
        return output.WrittenMemory;
    }

    private static void Nodes(ArrayBufferWriter<byte> output, IReadOnlyList<Hash256> nodes)
    {
        TransactionWriter.CompactSize(output, (ulong)nodes.Count);
        foreach (var node in nodes)
        {
            node.CopyTo(output.GetSpan(Hash256.Size));
            output.Advance(Hash256.Size);
        }
    }

    private static void Number(ArrayBufferWriter<byte> output, uint value)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }
}
