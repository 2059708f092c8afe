using System.Globalization;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>The command <c>goat bittorrent show</c>: prints what a torrent holds.</summary>
internal sealed class ShowCommand(TorrentLinks links, ITransport transport) : ICommand
{
    public string Name => "show";

    public string Summary => "Shows what a torrent holds: goat bittorrent show <file.torrent | magnet link>";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, ICommandOutput output, CancellationToken ct)
    {
        if (arguments.Count != 1 || !TorrentLinks.Understands(new Locator(arguments[0])))
        {
            output.Text("Usage: goat bittorrent show <file.torrent | magnet link>");
            return 2;
        }
        var locator = new Locator(arguments[0]);
        var link = await links.ReadAsync(locator, ct);
        if (link.Info is null)
        {
            await transport.ListAsync(locator, ct);
            link = await links.ReadAsync(locator, ct);
        }
        if (link.Info is { } info) Print(info, link, output);
        return 0;
    }

    private static void Print(TorrentInfo info, TorrentLink link, ICommandOutput output)
    {
        output.Text($"name        {info.Name}");
        output.Text($"info-hash   {info.Hash}");
        output.Text($"pieces      {info.PieceCount} of {Size(info.PieceLength)}");
        output.Text($"size        {Size(info.Length)}{(info.IsPrivate ? ", private" : "")}");
        foreach (var tracker in link.Trackers) output.Text($"tracker     {tracker}");
        output.Text("files");
        foreach (var file in info.Files.Where(f => !f.IsPadding)) output.Text($"  {Size(file.Length),12}  {file.Path}");
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB"),
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.00} MiB"),
        >= 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.##} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
