using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>The <c>rev</c> files of a directory. Their records follow the order in which blocks were connected, so each is matched by its checksum.</summary>
internal sealed class UndoFiles(BlockFiles files, Network network)
{
    private const int PrefixSize = 8;
    private const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>The coins that one transaction of a block spent, or null where the node kept no undo data for it.</summary>
    public async Task<UndoCoin[]?> ReadAsync(int fileNumber, Block block, int position, CancellationToken ct)
    {
        using var file = files.OpenUndo(fileNumber);
        if (file is null) return null;
        var prefix = new byte[PrefixSize];
        var previous = block.Header.Previous.ToBytes();
        for (long at = 0; await file.ReadAsync(prefix, at, ct) == PrefixSize;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(4));
            if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) != network.MagicBytes || size > MaximumSize) return null;
            // The checksum covers the parent's hash and the data, so both are read into one run of bytes.
            var record = new byte[Hash256.Size + size + Hash256.Size];
            previous.CopyTo(record, 0);
            if (await file.ReadAsync(record.AsMemory(Hash256.Size), at + PrefixSize, ct) != record.Length - Hash256.Size) return null;
            var data = record.AsMemory(0, Hash256.Size + (int)size);
            // Siblings share a parent, and with it the checksum's key: the shape of the transactions tells them apart.
            if (Hash256.DoubleSha256(data.Span) == new Hash256(record.AsSpan(data.Length))
                && UndoReader.Read(data[Hash256.Size..], block.Transactions, position) is { } coins) return coins;
            at += PrefixSize + size + Hash256.Size;
        }
        return null;
    }
}
