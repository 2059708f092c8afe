using System.Globalization;
using System.Net;
using GoatHost.Abstractions;
using Microsoft.Extensions.Configuration;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>The plugin's settings, each with a default that exposes nothing beyond this machine.</summary>
internal sealed record BitTorrentSettings
{
    /// <summary>Where to take connections: <c>host:port</c>, port 0 for a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:0";

    /// <summary>Whether trackers are asked, and so told our address.</summary>
    public bool Announce { get; init; } = true;

    /// <summary>How long to go without any peer before giving up.</summary>
    public TimeSpan NoPeers { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most connections of one torrent.</summary>
    public int MaxConnections { get; init; } = 80;

    public static BitTorrentSettings Read(IConfiguration settings)
    {
        var defaults = new BitTorrentSettings();
        return new BitTorrentSettings
        {
            Listen = settings["listen"] is { Length: > 0 } listen ? listen : defaults.Listen,
            Announce = !string.Equals(settings["announce"], "false", StringComparison.OrdinalIgnoreCase),
            NoPeers = TimeSpan.FromSeconds(Number(settings, "noPeersSeconds", (int)defaults.NoPeers.TotalSeconds, 1, 86_400)),
            MaxConnections = Number(settings, "maxConnections", defaults.MaxConnections, 1, 2_000),
        };
    }

    /// <summary>Reads an address to listen on.</summary>
    public static IPEndPoint ListenEndPoint(string text)
    {
        var numeric = text.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase);
        // A bare address parses too, with port 0: that must be written, so that nobody gets a random port by oversight.
        if (IPEndPoint.TryParse(numeric, out var point) && (point.Port > 0 || text.EndsWith(":0", StringComparison.Ordinal))) return point;
        throw new GoatException($"\"{text}\" is not an address to listen on; write it like 127.0.0.1:0 or 0.0.0.0:6881.");
    }

    private static int Number(IConfiguration settings, string key, int otherwise, int least, int most)
    {
        if (settings[key] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new GoatException($"The bittorrent setting {key} is \"{text}\"; it should be a number from {least} to {most}.");
    }
}
