using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>A block's record in a file.</summary>
/// <param name="Offset">Where its bytes begin, after magic and size.</param>
/// <param name="Size">Length of the block.</param>
/// <param name="Header">Its header, whose proof of work holds.</param>
internal sealed record BlockRecord(long Offset, int Size, BlockHeader Header)
{
    public const int PrefixSize = 8;

    public long Start => Offset - PrefixSize;

    public long End => Offset + Size;
}

/// <summary>Walks the records of a block file by their sizes, and finds the next magic where there is none: zeros, gaps, torn writes.</summary>
internal static class BlockRecords
{
    private const int PrefixSize = BlockRecord.PrefixSize, SearchSize = 64 * 1024;

    public static async IAsyncEnumerable<BlockRecord> WalkAsync(
        XorFile file, Network network, long start, [EnumeratorCancellation] CancellationToken ct)
    {
        var head = new byte[PrefixSize + BlockHeader.Size];
        var length = file.Length;
        for (var at = start; at + head.Length <= length;)
        {
            if (await file.ReadAsync(head, at, ct) == head.Length && TryRead(head, network, at, length) is { } record)
            {
                yield return record;
                at = record.End;
            }
            else
            {
                at = await FindMagicAsync(file, network, at + 1, ct);
            }
        }
    }

    private static BlockRecord? TryRead(ReadOnlySpan<byte> head, Network network, long at, long length)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != network.MagicBytes) return null;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        if (size is < Block.SmallestSize or > Block.MaximumSize || at + PrefixSize + size > length) return null;
        var header = BlockHeader.Read(head[PrefixSize..]);
        // Four bytes of magic can stand anywhere by chance; a proof of work cannot.
        var flaw = CompactTarget.WorkFlaw(header.Hash, header.Bits, network.LimitBits, out _);
        return flaw is null ? new(at + PrefixSize, (int)size, header) : null;
    }

    private static async Task<long> FindMagicAsync(XorFile file, Network network, long at, CancellationToken ct)
    {
        var magic = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(magic, network.MagicBytes);
        var buffer = new byte[SearchSize];
        while (true)
        {
            var read = await file.ReadAsync(buffer, at, ct);
            var found = buffer.AsSpan(0, read).IndexOf(magic);
            if (found >= 0) return at + found;
            if (read < buffer.Length) return long.MaxValue - SearchSize;
            // A magic may lie across two searches.
            at += read - magic.Length + 1;
        }
    }
}
