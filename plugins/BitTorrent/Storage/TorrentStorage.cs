using System.Buffers;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Storage;

/// <summary>Pieces on disk: the chosen files the host owns, and the part file for what else lies in their border pieces.</summary>
internal sealed class TorrentStorage
{
    private readonly TorrentInfo _info;
    private readonly PartFile _parts;
    private readonly IArtifactFile?[] _files;

    private TorrentStorage(TorrentInfo info, IArtifactFile?[] files, PartFile parts) => (_info, _files, _parts) = (info, files, parts);

    /// <summary>Matches the host's files to the torrent's by path, and refuses a file that is not in it or has another size.</summary>
    public static TorrentStorage Create(TorrentInfo info, IReadOnlyList<IArtifactFile> chosen, PartFile parts)
    {
        var files = new IArtifactFile?[info.Files.Count];
        foreach (var file in chosen)
        {
            var index = -1;
            for (var i = 0; i < files.Length && index < 0; i++)
            {
                if (!info.Files[i].IsPadding && info.Files[i].Path == file.Path) index = i;
            }
            if (index < 0)
            {
                throw new RefusedException($"Torrent {info.Name} ({info.Hash}) has no file {file.Path}; list it to see what it has.");
            }
            if (info.Files[index].Length != file.Length)
            {
                var theirs = info.Files[index].Length;
                throw new RefusedException(
                    $"{file.Path} should have {file.Length} bytes, and torrent {info.Hash} has it with {theirs}: they are not the same file.");
            }
            files[index] = file;
        }
        return new TorrentStorage(info, files, parts);
    }

    /// <summary>Pieces that hold a byte of a file that is not yet whole.</summary>
    public IEnumerable<int> PiecesOfUnfinishedFiles()
    {
        for (var i = 0; i < _files.Length; i++)
        {
            if (_files[i] is not { Length: > 0 } file || file.Missing.Count == 0) continue;
            var (first, last) = _info.PiecesOf(_info.Files[i].Offset, file.Length);
            for (var piece = first; piece <= last; piece++) yield return piece;
        }
    }

    /// <summary>Every piece that touches a chosen file, once, in order.</summary>
    public IEnumerable<int> PiecesOfChosenFiles()
    {
        var next = 0;
        for (var i = 0; i < _files.Length; i++)
        {
            if (_files[i] is not { Length: > 0 } file) continue;
            var (first, last) = _info.PiecesOf(_info.Files[i].Offset, file.Length);
            for (next = Math.Max(next, first); next <= last; next++) yield return next;
        }
    }

    public IEnumerable<int> UrgentPieces()
    {
        for (var i = 0; i < _files.Length; i++)
        {
            if (_files[i] is not { Urgent: { Length: > 0 } urgent }) continue;
            var (first, last) = _info.PiecesOf(_info.Files[i].Offset + urgent.Offset, urgent.Length);
            for (var piece = first; piece <= last; piece++) yield return piece;
        }
    }

    /// <summary>Reads bytes of a piece that is known to be whole.</summary>
    public async ValueTask ReadAsync(int piece, int offset, Memory<byte> buffer, CancellationToken ct)
    {
        foreach (var span in Spans(piece, offset, buffer.Length))
        {
            var part = buffer.Slice(span.PieceOffset - offset, span.Length);
            if (span.IsPadding) part.Span.Clear();
            else if (span.File is { } file) await file.ReadAsync(span.FileOffset, part, ct);
            else if (!await _parts.TryReadAsync(piece, span.PieceOffset, part, ct))
            {
                throw new GoatException($"Piece {piece} of torrent {_info.Hash} is no longer in its part file.");
            }
        }
    }

    /// <summary>Writes a piece that matched its hash.</summary>
    public async ValueTask WriteAsync(int piece, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var spans = Spans(piece, 0, bytes.Length);
        foreach (var span in spans)
        {
            if (span.File is { } file) await PutAsync(file, span.Range, bytes.Slice(span.PieceOffset, span.Length), ct);
        }
        if (spans.Exists(s => s is { File: null, IsPadding: false })) await _parts.WriteAsync(piece, bytes, ct);
    }

    /// <summary>Whether a piece that lies on disk matches its hash; what does not is given back as missing.</summary>
    /// <param name="piece">Which.</param>
    /// <param name="scratch">At least a piece long.</param>
    /// <param name="ct">Cancels the check.</param>
    public async ValueTask<bool> CheckAsync(int piece, Memory<byte> scratch, CancellationToken ct)
    {
        var bytes = scratch[.._info.SizeOf(piece)];
        var spans = Spans(piece, 0, bytes.Length);
        if (spans.Exists(s => s is { File: null, IsPadding: false })) return await CheckBorderAsync(piece, bytes, ct);
        if (spans.Exists(s => s.File is { } file && IsMissing(file, s.Range))) return false;
        await ReadAsync(piece, 0, bytes, ct);
        if (_info.Matches(piece, bytes.Span)) return true;
        foreach (var span in spans) span.File?.Discard(span.Range);
        return false;
    }

    // A border piece is kept whole in its slot, so the slot is the witness for the files' part of it.
    private async ValueTask<bool> CheckBorderAsync(int piece, Memory<byte> bytes, CancellationToken ct)
    {
        if (!await _parts.TryReadAsync(piece, 0, bytes, ct) || !_info.Matches(piece, bytes.Span)) return false;
        foreach (var span in Spans(piece, 0, bytes.Length))
        {
            if (span.File is { } file) await PutAsync(file, span.Range, bytes.Slice(span.PieceOffset, span.Length), ct);
        }
        return true;
    }

    // The host ignores a write over what it has; bytes there that differ, or may, must be discarded first.
    private static async ValueTask PutAsync(IArtifactFile file, ByteRange range, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (!IsMissing(file, range))
        {
            if (await EqualsAsync(file, range, bytes, ct)) return;
            file.Discard(range);
        }
        else if (!file.Missing.Any(m => m.Offset <= range.Offset && range.End <= m.End))
        {
            file.Discard(range);
        }
        await file.WriteAsync(range.Offset, bytes, ct);
    }

    private static async ValueTask<bool> EqualsAsync(IArtifactFile file, ByteRange range, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var there = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            await file.ReadAsync(range.Offset, there.AsMemory(0, bytes.Length), ct);
            return there.AsSpan(0, bytes.Length).SequenceEqual(bytes.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(there);
        }
    }

    private static bool IsMissing(IArtifactFile file, ByteRange range)
    {
        foreach (var missing in file.Missing)
        {
            if (missing.Offset < range.End && range.Offset < missing.End) return true;
        }
        return false;
    }

    private List<PieceSpan> Spans(int piece, int offset, int length)
    {
        var spans = new List<PieceSpan>(2);
        var start = ((long)piece * _info.PieceLength) + offset;
        for (var i = FirstFileAt(start); i < _files.Length && _info.Files[i].Offset < start + length; i++)
        {
            var file = _info.Files[i];
            var from = Math.Max(start, file.Offset);
            var to = Math.Min(start + length, file.End);
            if (to > from)
            {
                spans.Add(new PieceSpan(_files[i], file.IsPadding, from - file.Offset, (int)(from - start) + offset, (int)(to - from)));
            }
        }
        return spans;
    }

    private int FirstFileAt(long position)
    {
        var (low, high) = (0, _files.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_info.Files[middle].End <= position) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
