using System.Net;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Headers;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>The peers that may be asked, and what is held against those that may not.</summary>
internal sealed class PeerBook(PeerOptions options, Network network, TimeProvider clock)
{
    private const int MaximumFromSeeds = 64, Named = 8;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1), SeedsAgain = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<PeerAddress, string> _reasons = [];
    private readonly Dictionary<PeerAddress, long> _resting = [];
    private readonly HashSet<PeerAddress> _banned = [];
    private IReadOnlyList<PeerAddress> _seeded = [];
    private long? _asked;

    private readonly IReadOnlyList<PeerAddress> _named = [.. options.AddNodes.Select(text => PeerAddress.TryParse(text, network.PeerPort)
        ?? throw new GoatException($"The ordinals setting \"peers\" holds \"{text}\", which is no host:port."))];

    /// <summary>Peers worth a try now, those that a person named before all others.</summary>
    public async Task<IReadOnlyList<PeerAddress>> CandidatesAsync(CancellationToken ct)
    {
        if (options.UseDns && (_asked is not { } asked || clock.GetElapsedTime(asked) > SeedsAgain))
        {
            _seeded = await AskSeedsAsync(ct);
            _asked = clock.GetTimestamp();
        }
        lock (_lock) return [.. _named.Concat(_seeded).Where(MayBeTried)];
    }

    /// <summary>Notes why a peer was dropped; with proof of a lie it is never asked again, otherwise not at once.</summary>
    public void Drop(PeerAddress address, PeerFaultException fault)
    {
        lock (_lock)
        {
            _reasons[address] = fault.Message;
            _resting[address] = clock.GetTimestamp();
            if (fault.IsProof) _banned.Add(address);
        }
    }

    /// <summary>What is held against each peer, for people.</summary>
    public string Describe()
    {
        lock (_lock)
        {
            var latest = _reasons.OrderByDescending(pair => _resting[pair.Key]).Take(Named);
            if (_reasons.Count > 0) return string.Join("; ", latest.Select(pair => $"{pair.Key}: {pair.Value}"));
        }
        return options.UseDns
            ? "no seed named one"
            : "none is named; set \"peers\" to a list of host:port, or \"dns\" to true, in the ordinals settings";
    }

    private bool MayBeTried(PeerAddress address) =>
        !_banned.Contains(address) && !(_resting.TryGetValue(address, out var since) && clock.GetElapsedTime(since) < Again);

    private async Task<IReadOnlyList<PeerAddress>> AskSeedsAsync(CancellationToken ct)
    {
        // The prefix asks for nodes with every block and its witnesses.
        var answers = await Task.WhenAll(network.Seeds.Select(seed => AskAsync($"x9.{seed}", ct)));
        var found = answers.SelectMany(addresses => addresses).Where(IsPublic).Distinct().ToArray();
        Random.Shared.Shuffle(found);
        return [.. found.Take(MaximumFromSeeds).Select(address => new PeerAddress(address.ToString(), network.PeerPort))];
    }

    private async Task<IPAddress[]> AskAsync(string seed, CancellationToken ct)
    {
        try
        {
            using var deadline = new CancellationTokenSource(options.Patience.Connect, clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
            return await options.ResolveAsync(seed, stop.Token);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            // One seed of several that is down is nothing to stop for.
            return [];
        }
    }

    /// <summary>A public name must not lead into the network of whoever asks it.</summary>
    private static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)) return false;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !plain.IsIPv6LinkLocal && !plain.IsIPv6SiteLocal && !plain.IsIPv6UniqueLocal && !plain.IsIPv6Multicast;
        }
        return plain.GetAddressBytes() is not ([10 or 0 or 127 or >= 224, ..] or [192, 168, ..] or [172, >= 16 and < 32, ..]
            or [169, 254, ..] or [100, >= 64 and < 128, ..]);
    }
}
