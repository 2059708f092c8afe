using GoatHost.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>The info dictionaries seen so far, so that a later fetch or seeding needs no peer for them.</summary>
internal sealed class MetainfoStore(string folder)
{
    /// <summary>The saved dictionary, or null; one that was damaged on disk counts as absent.</summary>
    public async Task<TorrentInfo?> FindAsync(InfoHash hash, CancellationToken ct)
    {
        var path = PathOf(hash);
        if (!File.Exists(path)) return null;
        var bytes = await File.ReadAllBytesAsync(path, ct);
        return InfoHash.Of(bytes) == hash ? TorrentInfoReader.Read(bytes) : null;
    }

    public async Task SaveAsync(TorrentInfo info, CancellationToken ct)
    {
        var path = PathOf(info.Hash);
        if (File.Exists(path) && InfoHash.Of(await File.ReadAllBytesAsync(path, ct)) == info.Hash) return;
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(draft, info.Bytes, ct);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The metadata of torrent {info.Hash} cannot be saved: {e.Message}", e);
        }
    }

    private string PathOf(InfoHash hash) => Path.Combine(folder, $"{hash}.info");
}
