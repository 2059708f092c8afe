using System.Net;
using System.Net.Sockets;

namespace GoatHost.Plugins.Ordinals.Chain.Http;

/// <summary>Connects to where an address says, unless a name of the public internet leads into the private network.</summary>
/// <remarks>Whoever answers for such a name could otherwise have this machine speak to its neighbours. Names of one's own lead where they lead.</remarks>
internal static class GuardedConnect
{
    private static readonly string[] OwnSuffixes = [".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost"];

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        var allowed = addresses.Where(address => MayConnect(host, address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new IOException(addresses.Length == 0
                ? $"{host} has no address"
                : $"{host} is a name of the public internet and leads to {addresses[0]}, an address of a private network");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static bool MayConnect(string host, IPAddress address) => IsOwnName(host) || !IsPrivate(address);

    private static bool IsOwnName(string host) =>
        IPAddress.TryParse(host, out _) || !host.TrimEnd('.').Contains('.', StringComparison.Ordinal)
        || OwnSuffixes.Any(suffix => host.TrimEnd('.').EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Loopback, link-local, RFC 1918, RFC 6598, RFC 4193, and "this network".</summary>
    private static bool IsPrivate(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.IPv6Any)) return true;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6) return plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal || plain.IsIPv6SiteLocal;
        var bytes = plain.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 => true,
            100 => bytes[1] is >= 64 and < 128,
            169 => bytes[1] == 254,
            172 => bytes[1] is >= 16 and < 32,
            192 => bytes[1] == 168,
            >= 224 => true,
            _ => false,
        };
    }
}
