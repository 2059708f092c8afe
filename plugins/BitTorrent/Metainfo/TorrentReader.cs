using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>Reads a .torrent file (BEP 3, trackers by BEP 12).</summary>
internal static class TorrentReader
{
    private const int MaxBytes = 10 << 20;
    private const int MaxTrackers = 100;

    public static async Task<Torrent> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            var file = new FileInfo(path);
            if (file is { Exists: true, Length: > MaxBytes })
            {
                throw new RefusedException($"{path} is {file.Length} bytes long; a .torrent file may have at most {MaxBytes}.");
            }
            return Read(await File.ReadAllBytesAsync(path, ct), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"The torrent file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call it in a refusal.</param>
    public static Torrent Read(ReadOnlyMemory<byte> bytes, string name)
    {
        if (!BencodeReader.TryRead(bytes, BencodeLimits.Torrent with { Bytes = MaxBytes }, out var root, out var fault))
        {
            throw new RefusedException($"{name} is not a torrent file: {fault}.");
        }
        if (!root.TryGet("info"u8, BencodeKind.Dictionary, out var info))
        {
            throw new RefusedException($"{name} is not a torrent file: it has no info dictionary.");
        }
        return new Torrent(TorrentInfoReader.Read(info.Raw),
            [.. Trackers(root).Where(t => t.Length is > 0 and < 2048).Distinct().Take(MaxTrackers)]);
    }

    private static IEnumerable<string> Trackers(BencodeValue root)
    {
        if (root.TryGet("announce-list"u8, BencodeKind.List, out var tiers))
        {
            foreach (var tier in tiers.Items)
            {
                foreach (var tracker in tier.Items) yield return tracker.Text;
            }
        }
        if (root.TryGet("announce"u8, BencodeKind.Bytes, out var announce)) yield return announce.Text;
    }
}
