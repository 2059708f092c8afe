using System.Globalization;
using System.Net;
using GoatHost.Composition;

namespace GoatHost.Http;

/// <summary>Where to listen, read strictly: <c>127.0.0.1:4628</c>, <c>[::1]:0</c>, <c>localhost:8080</c>.</summary>
internal static class ListenAddress
{
    public static IPEndPoint Default { get; } = new(IPAddress.Loopback, 4628);

    public static IPEndPoint Read(string? text)
    {
        if (text is null) return Default;
        var colon = text.LastIndexOf(':');
        if (colon > 0 && Host(text[..colon]) is { } host && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new IPEndPoint(host, port);
        }
        throw new UsageException($"{text} is no address to listen on; give host:port, as in {Default}.");
    }

    private static IPAddress? Host(string text)
    {
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        var inner = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text.Contains(':', StringComparison.Ordinal) ? "" : text;
        return IPAddress.TryParse(inner, out var address) ? address : null;
    }
}
