using System.Buffers;
using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>Headers, and the question for them.</summary>
internal static class HeadersMessage
{
    public const int Maximum = 2000;

    /// <summary>Asks for what follows the first hash that the peer has on its chain.</summary>
    public static byte[] WriteQuestion(IReadOnlyList<Hash256> locator)
    {
        var output = new ArrayBufferWriter<byte>();
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(4), VersionMessage.Ours);
        output.Advance(4);
        TransactionWriter.CompactSize(output, (ulong)locator.Count);
        foreach (var hash in locator.Append(Hash256.Zero)) output.Write(hash.ToBytes());
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads the answer: a run in which each follows the one before. Says what is wrong with it, or null.</summary>
    public static string? TryRead(ReadOnlyMemory<byte> payload, out IReadOnlyList<BlockHeader> headers)
    {
        headers = [];
        var reader = new ByteReader(payload);
        var count = reader.CompactSize();
        if (count > Maximum) return $"it sent {count} headers at once, and {Maximum} are the most";
        var found = new List<BlockHeader>((int)count);
        for (var i = 0; i < (int)count && !reader.Failed; i++)
        {
            var bytes = reader.Bytes(BlockHeader.Size);
            // A count of transactions that is always 0 here.
            if (reader.Byte() != 0) reader.Fail();
            if (reader.Failed) break;
            var header = BlockHeader.Read(bytes.Span);
            if (found.Count > 0 && header.Previous != found[^1].Hash) return $"its header {header.Hash} does not follow the one before it";
            found.Add(header);
        }
        if (!reader.AtEnd) return "its headers are not whole";
        headers = found;
        return null;
    }
}
