namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>A file of a torrent and its place in the one long row of bytes that pieces cut.</summary>
/// <param name="Path">Safe relative path with <c>/</c>, below the torrent's name.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Offset">First byte in the row.</param>
/// <param name="IsPadding">BEP 47: zeros between files, never on disk.</param>
internal sealed record TorrentFile(string Path, long Length, long Offset, bool IsPadding)
{
    public long End => Offset + Length;
}
