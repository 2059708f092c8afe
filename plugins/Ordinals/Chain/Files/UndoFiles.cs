using System.Buffers.Binary;
using System.Collections.Concurrent;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>The <c>rev</c> files of a directory. Their records follow the order in which blocks were connected, so each is matched by its checksum.</summary>
internal sealed class UndoFiles(BlockFiles files, Network network)
{
    private const int PrefixSize = 8;
    private const int MaximumSize = 64 * 1024 * 1024;

    /// <summary>Records that are kept: the inscriptions of a block ask one after the other, and a few blocks are worked on at once.</summary>
    private const int Kept = 8;

    private readonly ConcurrentDictionary<Hash256, ReadOnlyMemory<byte>> _records = new();

    // Blocks are mostly asked for in the order they were connected, so the next record is mostly behind the last that fitted.
    private readonly ConcurrentDictionary<int, long> _next = new();

    /// <summary>The coins that one transaction of a block spent, or null where the node kept no undo data for it.</summary>
    public async Task<UndoCoin[]?> ReadAsync(int fileNumber, Block block, int position, CancellationToken ct)
    {
        if (_records.TryGetValue(block.Header.Hash, out var record)) return UndoReader.Read(record, block.Transactions, position);
        using var file = files.OpenUndo(fileNumber);
        if (file is null) return null;
        var hint = _next.GetValueOrDefault(fileNumber);
        var found = await FindAsync(file, fileNumber, block, hint, long.MaxValue, ct);
        if (found is null && hint > 0) found = await FindAsync(file, fileNumber, block, 0, hint, ct);
        if (found is not { } data) return null;
        if (_records.Count >= Kept) _records.Clear();
        _records[block.Header.Hash] = data;
        return UndoReader.Read(data, block.Transactions, position);
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(XorFile file, int fileNumber, Block block, long at, long end, CancellationToken ct)
    {
        var prefix = new byte[PrefixSize];
        var previous = block.Header.Previous.ToBytes();
        while (at < end && await file.ReadAsync(prefix, at, ct) == PrefixSize)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(4));
            if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) != network.MagicBytes || size > MaximumSize) return null;
            // The checksum covers the parent's hash and the data, so both are read into one run of bytes.
            var record = new byte[Hash256.Size + size + Hash256.Size];
            previous.CopyTo(record, 0);
            if (await file.ReadAsync(record.AsMemory(Hash256.Size), at + PrefixSize, ct) != record.Length - Hash256.Size) return null;
            var data = record.AsMemory(0, Hash256.Size + (int)size);
            at += PrefixSize + size + Hash256.Size;
            // Siblings share a parent, and with it the checksum's key: the shape of the transactions tells them apart.
            if (Hash256.DoubleSha256(data.Span) != new Hash256(record.AsSpan(data.Length))
                || !UndoReader.Fits(data[Hash256.Size..], block.Transactions)) continue;
            _next[fileNumber] = at;
            return data[Hash256.Size..];
        }
        return null;
    }
}
