using System.Net;
using GoatHost.Composition;

namespace GoatHost.Http.Guards;

/// <summary>The names by which a server on loopback may be called: this machine's own, and those that a person names.</summary>
/// <remarks>
/// A page whose name was rebound to 127.0.0.1 still sends its own name as Host. Names that others on the network may answer for, as
/// <c>*.local</c> and <c>*.internal</c>, are therefore not this machine's unless a person says so.
/// </remarks>
/// <param name="more">Host names such as <c>host.docker.internal</c>.</param>
internal sealed class AllowedHosts(IReadOnlyList<string> more)
{
    private static readonly string Own = Environment.MachineName;

    public static AllowedHosts Local { get; } = new([]);

    /// <summary>Reads what a person named: one name each, or several with commas between.</summary>
    /// <exception cref="UsageException">It is no host name.</exception>
    public static AllowedHosts Read(IEnumerable<string> texts)
    {
        var hosts = texts.SelectMany(Split).ToList();
        if (hosts.Find(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            throw new UsageException($"{wrong} is no host name: write it alone, as in host.docker.internal.");
        return new AllowedHosts(hosts);
    }

    public bool Allows(string host) => IsLocal(host) || Is(host, Own) || more.Any(name => Is(host, name));

    /// <summary>Whether a name means this machine whoever is asked: loopback by name or address, and the unspecified address.</summary>
    public static bool IsLocal(string host) =>
        Is(host, "localhost")
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    internal static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool Is(string host, string name) => host.Equals(name, StringComparison.OrdinalIgnoreCase);
}
