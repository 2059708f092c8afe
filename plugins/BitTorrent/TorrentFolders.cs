using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Storage;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>What the plugin keeps in its own folder: metadata seen, and pieces at the borders of chosen files.</summary>
internal sealed class TorrentFolders(string dataDirectory)
{
    public MetainfoStore Metainfo { get; } = new(Path.Combine(dataDirectory, "metainfo"));

    public PartFiles Parts { get; } = new(Path.Combine(dataDirectory, "parts"));
}
