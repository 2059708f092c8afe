using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>Decides who is served: everyone near, and of the others the few who give most, with one place that goes round.</summary>
internal static class Choker
{
    private const int Slots = 8;

    /// <summary>A peer became interested: it is served at once when there is room.</summary>
    public static void Admit(Peer peer, List<Peer> all)
    {
        if (!peer.IsChoked) return;
        if (peer.IsNear || all.Count(p => !p.IsNear && !p.IsChoked) < Slots) Unchoke(peer);
    }

    /// <summary>Chooses anew, once in ten seconds.</summary>
    public static void Turn(List<Peer> all)
    {
        var asking = all.FindAll(p => !p.IsNear && p.IsInterested);
        asking = [.. asking.OrderByDescending(p => p.BlocksLastSecond).ThenBy(p => p.Uploaded)];
        var served = asking.Take(Slots - 1).ToHashSet();
        var rest = asking.Skip(Slots - 1).ToList();
        if (rest.Count > 0) served.Add(rest[Random.Shared.Next(rest.Count)]);
        foreach (var peer in all.Where(p => !p.IsNear))
        {
            if (served.Contains(peer)) Unchoke(peer);
            else Choke(peer);
        }
    }

    private static void Unchoke(Peer peer)
    {
        if (!peer.IsChoked) return;
        peer.IsChoked = false;
        peer.Outbox.Write(MessageId.Unchoke);
        peer.Outbox.Flush();
    }

    // BEP 6: a choke cancels nothing by itself, so what will not be served is rejected one by one.
    private static void Choke(Peer peer)
    {
        if (peer.IsChoked) return;
        peer.IsChoked = true;
        peer.Outbox.Write(MessageId.Choke);
        foreach (var block in peer.Outbox.UnqueueAll())
        {
            if (peer.IsFast) peer.Outbox.Write(MessageId.Reject, block);
        }
        peer.Outbox.Flush();
    }
}
