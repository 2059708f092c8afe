using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>Reads locators: magnet links and paths of .torrent files.</summary>
internal sealed class TorrentLinks(TorrentFolders folders)
{
    public static bool Understands(Locator locator) =>
        locator.Text is { } text && (MagnetReader.IsTorrentMagnet(text)
            || (locator.Scheme is null && text.EndsWith(".torrent", StringComparison.OrdinalIgnoreCase)));

    public async Task<TorrentLink> ReadAsync(Locator locator, CancellationToken ct)
    {
        if (locator.Text.StartsWith("magnet:", StringComparison.OrdinalIgnoreCase))
        {
            var magnet = MagnetReader.Read(locator.Text);
            var known = await folders.Metainfo.FindAsync(magnet.Hash, ct);
            return new TorrentLink(magnet.Text, magnet.Hash, known?.Name ?? Named(magnet), magnet.Trackers, magnet.Peers, known);
        }
        var torrent = await TorrentReader.ReadAsync(locator.Text, ct);
        await folders.Metainfo.SaveAsync(torrent.Info, ct);
        return new TorrentLink(MagnetOf(torrent), torrent.Info.Hash, torrent.Info.Name, torrent.Trackers, [], torrent.Info);
    }

    private static string Named(Magnet magnet) =>
        magnet.Name is { Length: > 0 } name ? string.Concat(name.Take(120).Where(c => !char.IsControl(c))) : $"torrent {magnet.Hash}";

    private static string MagnetOf(Torrent torrent)
    {
        var link = new StringBuilder($"magnet:?xt=urn:btih:{torrent.Info.Hash}&dn={Uri.EscapeDataString(torrent.Info.Name)}");
        foreach (var tracker in torrent.Trackers) link.Append("&tr=").Append(Uri.EscapeDataString(tracker));
        return link.ToString();
    }
}
