using System.Buffers.Binary;
using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Plugins.BitTorrent.Storage;

/// <summary>Whole border pieces, part of which belongs to files nobody asked for: kept so that they can be hashed, resumed and
/// served.</summary>
/// <remarks>A row of slots, each a piece number and the piece. Slots are hashed before they are believed, so a torn one does no
/// harm.</remarks>
internal sealed class PartFile : IDisposable
{
    private const int Head = 4;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _slots = [];
    private readonly string _path;
    private readonly int _pieceLength;
    private SafeFileHandle? _handle;
    private long _end;

    public PartFile(string path, int pieceLength)
    {
        (_path, _pieceLength) = (path, pieceLength);
        if (!File.Exists(path)) return;
        _handle = Open();
        Span<byte> head = stackalloc byte[Head];
        var length = RandomAccess.GetLength(_handle);
        for (; _end + Head + pieceLength <= length; _end += Head + pieceLength)
        {
            if (RandomAccess.Read(_handle, head, _end) == Head) _slots[BinaryPrimitives.ReadInt32LittleEndian(head)] = _end;
        }
    }

    public bool Has(int piece)
    {
        lock (_gate) return _slots.ContainsKey(piece);
    }

    public async ValueTask<bool> TryReadAsync(int piece, int offset, Memory<byte> buffer, CancellationToken ct)
    {
        long slot;
        lock (_gate)
        {
            if (_handle is null || !_slots.TryGetValue(piece, out slot)) return false;
        }
        try
        {
            return await RandomAccess.ReadAsync(_handle, buffer, slot + Head + offset, ct) == buffer.Length;
        }
        catch (IOException)
        {
            // An unreadable slot is a missing one: the piece is fetched again.
            return false;
        }
    }

    public async ValueTask WriteAsync(int piece, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            long slot;
            SafeFileHandle handle;
            lock (_gate)
            {
                handle = _handle ??= Open();
                if (!_slots.TryGetValue(piece, out slot))
                {
                    slot = _end;
                    _end += Head + _pieceLength;
                    _slots[piece] = slot;
                    RandomAccess.SetLength(handle, _end);
                }
            }
            var head = new byte[Head];
            BinaryPrimitives.WriteInt32LittleEndian(head, piece);
            await RandomAccess.WriteAsync(handle, bytes, slot + Head, ct);
            await RandomAccess.WriteAsync(handle, head, slot, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The pieces at the borders of the chosen files cannot be kept in {_path}: {e.Message}", e);
        }
    }

    public void Dispose() => _handle?.Dispose();

    private SafeFileHandle Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        return File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }
}
