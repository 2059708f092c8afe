using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>What an address says: whether to dial it, and how to write it in a link.</summary>
internal static class PeerAddresses
{
    /// <summary>Loopback, link-local and the private ranges of RFC 1918 and RFC 4193.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal) return true;
        if (address.AddressFamily != AddressFamily.InterNetwork) return false;
        var b = address.GetAddressBytes();
        return b[0] == 10 || (b[0] == 172 && (b[1] & 0xF0) == 16) || (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
    }

    /// <summary>Whether a tracker's word is enough to dial an address: real, and not this machine unless the tracker is on it
    /// too.</summary>
    public static bool MayDial(IPEndPoint point, bool fromLoopback)
    {
        var address = point.Address;
        if (point.Port == 0 || address.IsIPv6Multicast || address.Equals(IPAddress.Any)
            || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast))
        {
            return false;
        }
        if (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is 0 or >= 224) return false;
        return fromLoopback || !IPAddress.IsLoopback(address);
    }

    /// <summary>Reads <c>host:port</c> of a link; a name is looked up. Empty when it is none, or has no address.</summary>
    public static async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(string text, CancellationToken ct)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return [];
        var host = text[..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var address)) return [new IPEndPoint(address, port)];
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(host, ct)).Take(4).Select(a => new IPEndPoint(a, port))];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>An address others can dial for one we listen on: "any" becomes this machine's own.</summary>
    public static IPEndPoint Reachable(IPEndPoint listening)
    {
        if (!listening.Address.Equals(IPAddress.Any) && !listening.Address.Equals(IPAddress.IPv6Any)) return listening;
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        return new IPEndPoint(own ?? IPAddress.Loopback, listening.Port);
    }

    /// <summary>One form per address, so that a peer met over a dual-stack socket is the same peer.</summary>
    public static IPEndPoint Plain(IPEndPoint point) =>
        point.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(point.Address.MapToIPv4(), point.Port) : point;
}
