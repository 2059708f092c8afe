using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Storage;

/// <summary>The part of a piece that lies in one file.</summary>
/// <param name="File">The chosen file, or null for one that is not wanted.</param>
/// <param name="IsPadding">Zeros that are nowhere on disk.</param>
/// <param name="FileOffset">First byte in the file.</param>
/// <param name="PieceOffset">First byte in the piece.</param>
/// <param name="Length">Number of bytes.</param>
internal readonly record struct PieceSpan(IArtifactFile? File, bool IsPadding, long FileOffset, int PieceOffset, int Length)
{
    public ByteRange Range => new(FileOffset, Length);
}
