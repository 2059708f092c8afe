using System.Globalization;
using System.Net;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>Where a peer listens: a name or an address, and a port.</summary>
internal readonly record struct PeerAddress(string Host, int Port)
{
    private const int MaximumLength = 255;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>address:port</c> or <c>[address]:port</c>.</summary>
    public static PeerAddress? TryParse(string text, int defaultPort)
    {
        var value = text.Trim();
        if (value.Length is 0 or > MaximumLength || value.Any(c => char.IsWhiteSpace(c) || c == '/')) return null;
        var isBracketed = value.Contains("]:", StringComparison.Ordinal);
        if (!isBracketed && IPAddress.TryParse(value, out var alone)) return new(alone.ToString(), defaultPort);
        var colon = value.LastIndexOf(':');
        var host = (colon < 0 ? value : value[..colon]).Trim('[', ']');
        if (host.Length == 0 || (host.Contains(':', StringComparison.Ordinal) && !IPAddress.TryParse(host, out _))) return null;
        if (colon < 0) return new(host, defaultPort);
        var isPort = int.TryParse(value[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return isPort && port is > 0 and <= ushort.MaxValue ? new(host, port) : null;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
