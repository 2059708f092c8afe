using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Storage;

/// <summary>The part files in use, one per torrent however many transfers of it run.</summary>
internal sealed class PartFiles(string folder)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InfoHash, (PartFile File, int Users)> _open = [];

    public PartFile Open(TorrentInfo info)
    {
        lock (_gate)
        {
            var (file, users) = _open.TryGetValue(info.Hash, out var found)
                ? found
                : (new PartFile(Path.Combine(folder, info.Hash.ToString()), info.PieceLength), 0);
            _open[info.Hash] = (file, users + 1);
            return file;
        }
    }

    public void Close(TorrentInfo info)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(info.Hash, out var found)) return;
            if (found.Users > 1)
            {
                _open[info.Hash] = (found.File, found.Users - 1);
                return;
            }
            _open.Remove(info.Hash);
            found.File.Dispose();
        }
    }
}
