using System.Buffers.Binary;
using System.Net;
using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Trackers;

/// <summary>What a tracker answers (BEP 3; compact by BEP 23, IPv6 by BEP 7).</summary>
/// <param name="Failure">Why it refuses, in its own words; then the rest is empty.</param>
/// <param name="Interval">When to ask again.</param>
/// <param name="TrackerId">To be sent back the next time.</param>
/// <param name="Peers">Where peers are.</param>
internal sealed record AnnounceReply(string? Failure, TimeSpan Interval, string? TrackerId, IReadOnlyList<IPEndPoint> Peers)
{
    private const int MaxPeers = 1000;

    public static bool TryRead(ReadOnlyMemory<byte> bytes, out AnnounceReply reply, out string fault)
    {
        reply = new AnnounceReply(null, TimeSpan.Zero, null, []);
        fault = "";
        if (!BencodeReader.TryRead(bytes, BencodeLimits.Tracker, out var root, out var broken) || root.Kind != BencodeKind.Dictionary)
        {
            fault = $"its answer is not bencoded: {broken}";
            return false;
        }
        if (root.TryGet("failure reason"u8, BencodeKind.Bytes, out var failure))
        {
            reply = reply with { Failure = Shown(failure.Text) };
            return true;
        }
        root.TryGetInteger("interval"u8, out var interval);
        root.TryGetInteger("min interval"u8, out var least);
        var seconds = Math.Clamp(Math.Max(interval <= 0 ? 1800 : interval, least), 30, 86_400);
        var id = root.TryGet("tracker id"u8, BencodeKind.Bytes, out var text) ? text.Text : null;
        var peers = new List<IPEndPoint>();
        if (root.TryGet("peers"u8, out var four))
        {
            if (four.Kind == BencodeKind.Bytes) Compact(four.Bytes.Span, 4, peers);
            else Listed(four, peers);
        }
        if (root.TryGetBytes("peers6"u8, out var six)) Compact(six.Span, 16, peers);
        reply = new AnnounceReply(null, TimeSpan.FromSeconds(seconds), id, [.. peers.Take(MaxPeers)]);
        return true;
    }

    private static void Compact(ReadOnlySpan<byte> bytes, int size, List<IPEndPoint> peers)
    {
        for (; bytes.Length >= size + 2; bytes = bytes[(size + 2)..])
        {
            peers.Add(new IPEndPoint(new IPAddress(bytes[..size]), BinaryPrimitives.ReadUInt16BigEndian(bytes[size..])));
        }
    }

    private static void Listed(BencodeValue list, List<IPEndPoint> peers)
    {
        foreach (var peer in list.Items)
        {
            if (peer.TryGet("ip"u8, BencodeKind.Bytes, out var ip) && peer.TryGetInteger("port"u8, out var port) && port is > 0 and < 65536
                && IPAddress.TryParse(ip.Text, out var address)) peers.Add(new IPEndPoint(address, (int)port));
        }
    }

    private static string Shown(string text) => string.Concat(text.Take(200).Where(c => !char.IsControl(c)));
}
