using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>A checked info dictionary: names, sizes and piece hashes of one torrent.</summary>
internal sealed class TorrentInfo
{
    /// <summary>Peers ask for bytes in blocks of this size (BEP 3).</summary>
    public const int BlockSize = 16384;

    public required InfoHash Hash { get; init; }

    public required string Name { get; init; }

    public required int PieceLength { get; init; }

    /// <summary>SHA-1 of each piece, one behind the other.</summary>
    public required ReadOnlyMemory<byte> PieceHashes { get; init; }

    public required IReadOnlyList<TorrentFile> Files { get; init; }

    public required bool IsPrivate { get; init; }

    /// <summary>The info dictionary as it was written: what peers without it are given (BEP 9).</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public long Length => Files[^1].End;

    public int PieceCount => PieceHashes.Length / InfoHash.Size;

    public int SizeOf(int piece) => (int)Math.Min(PieceLength, Length - ((long)piece * PieceLength));

    public int BlocksIn(int piece) => (SizeOf(piece) + BlockSize - 1) / BlockSize;

    public int SizeOf(int piece, int block) => Math.Min(BlockSize, SizeOf(piece) - (block * BlockSize));

    [SuppressMessage("Security", "CA5350", Justification = "BEP 3 checks pieces by SHA-1.")]
    public bool Matches(int piece, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[InfoHash.Size];
        SHA1.HashData(bytes, hash);
        return hash.SequenceEqual(PieceHashes.Span.Slice(piece * InfoHash.Size, InfoHash.Size));
    }

    /// <summary>First and last piece that a range of the row touches; the range is not empty.</summary>
    public (int First, int Last) PiecesOf(long offset, long length) =>
        ((int)(offset / PieceLength), (int)((offset + length - 1) / PieceLength));
}
