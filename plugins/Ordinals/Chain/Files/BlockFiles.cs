using System.Collections.Concurrent;
using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>Where a block lies: a file's number, an offset and a size.</summary>
internal readonly record struct BlockSpot(int File, long Offset, int Size);

/// <summary>The <c>blk</c> files of a directory: where each block is, read once and then only as the files grow. Blocks themselves stay on disk.</summary>
internal sealed class BlockFiles(string directory, Network network) : IDisposable
{
    private readonly ConcurrentDictionary<Hash256, BlockSpot> _spots = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ReadOnlyMemory<byte> _key;
    private (int File, long Offset)? _next;

    /// <summary>Gives every header that is new since the last call, in the order of the files.</summary>
    public async Task RefreshAsync(Action<BlockHeader> found, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_next is null) _key = await XorFile.ReadKeyAsync(directory, ct);
            var files = Numbers();
            if (files.Count == 0)
            {
                throw new GoatException(
                    $"Reading the blocks directory {directory} failed: there is no blk00000.dat in it; set \"blocks\" to a node's blocks folder.");
            }
            foreach (var number in files.Where(number => number >= (_next?.File ?? 0)))
            {
                await RefreshFileAsync(number, isLast: number == files[^1], found, ct);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading the blocks directory {directory} failed: {error.Message}", error);
        }
        finally
        {
            _gate.Release();
        }
    }

    public BlockSpot? Find(Hash256 hash) => _spots.TryGetValue(hash, out var spot) ? spot : null;

    /// <summary>Every block's hash, in the order in which the files hold them.</summary>
    public IReadOnlyList<Hash256> InFileOrder() =>
        [.. _spots.OrderBy(pair => pair.Value.File).ThenBy(pair => pair.Value.Offset).Select(pair => pair.Key)];

    public async Task<byte[]> ReadAsync(BlockSpot spot, CancellationToken ct)
    {
        var bytes = new byte[spot.Size];
        await ReadAsync(spot, bytes, ct);
        return bytes;
    }

    /// <summary>Fills memory of the block's size.</summary>
    public async Task ReadAsync(BlockSpot spot, Memory<byte> bytes, CancellationToken ct)
    {
        try
        {
            using var file = XorFile.Open(PathOf("blk", spot.File), _key);
            var read = await file.ReadAsync(bytes, spot.Offset, ct);
            if (read < bytes.Length)
            {
                throw new GoatException($"Reading {PathOf("blk", spot.File)} failed: it ends inside the block at offset {spot.Offset}.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"Reading a block from {directory} failed: {error.Message}", error);
        }
    }

    /// <summary>The undo file that belongs to a block file, or null where the node kept none.</summary>
    public XorFile? OpenUndo(int number) => File.Exists(PathOf("rev", number)) ? XorFile.Open(PathOf("rev", number), _key) : null;

    public void Dispose() => _gate.Dispose();

    private async Task RefreshFileAsync(int number, bool isLast, Action<BlockHeader> found, CancellationToken ct)
    {
        using var file = XorFile.Open(PathOf("blk", number), _key);
        var start = _next is { } next && next.File == number ? next.Offset : 0;
        BlockRecord? held = null;
        await foreach (var record in BlockRecords.WalkAsync(file, network, start, ct))
        {
            if (held is not null) Keep(number, held, found);
            held = record;
        }
        // Whatever a node was writing when it stopped, or writes now, stands last: only there a record can be half of a block.
        if (held is not null && (!isLast || await IsWholeAsync(file, held, ct))) Keep(number, held, found);
        else _next = (number, held is null ? start : held.Start);
    }

    private void Keep(int number, BlockRecord record, Action<BlockHeader> found)
    {
        _next = (number, record.End);
        var spot = new BlockSpot(number, record.Offset, record.Size);
        // After a crash a node writes a block again, behind the copy that it lost: the later one counts.
        if (_spots.TryAdd(record.Header.Hash, spot)) found(record.Header);
        else _spots[record.Header.Hash] = spot;
    }

    private static async Task<bool> IsWholeAsync(XorFile file, BlockRecord record, CancellationToken ct)
    {
        var bytes = new byte[record.Size];
        return await file.ReadAsync(bytes, record.Offset, ct) == bytes.Length && BlockCheck.Flaw(bytes, record.Header.Hash, out _) is null;
    }

    private List<int> Numbers()
    {
        if (!Directory.Exists(directory))
        {
            throw new GoatException(
                $"Reading the blocks directory {directory} failed: there is no such folder; set \"blocks\" to a node's blocks folder.");
        }
        return [.. Directory.EnumerateFiles(directory, "blk*.dat")
            .Select(path => Path.GetFileNameWithoutExtension(path)[3..])
            .Select(digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0)
            .Order()];
    }

    private string PathOf(string kind, int number) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{kind}{number:00000}.dat"));
}
