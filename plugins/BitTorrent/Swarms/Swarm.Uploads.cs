using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private long _uploaded;

    /// <summary>Reads bytes of a whole piece for a peer.</summary>
    public ValueTask ReadAsync(int piece, int offset, Memory<byte> buffer, CancellationToken ct) =>
        _storage is { } storage
            ? storage.ReadAsync(piece, offset, buffer, ct)
            : throw new GoatException($"{_options.Name} is not open yet.");

    public void BlocksSent(Peer peer, ReadOnlySpan<BlockRequest> blocks)
    {
        long bytes = 0;
        foreach (var block in blocks) bytes += block.Length;
        peer.Uploaded += bytes;
        Interlocked.Add(ref _uploaded, bytes);
    }

    private void OnRequest(Peer peer, BlockRequest block)
    {
        if (_info is not { } info || _picker is not { } picker)
        {
            Refuse(peer, block);
            return;
        }
        var isSound = (uint)block.Piece < (uint)info.PieceCount && block.Offset >= 0 && block.Length is >= 1 and <= MaxRequest;
        if (!isSound || block.Offset > info.SizeOf(block.Piece) - block.Length)
        {
            throw new PeerFaultException($"it asked for {block.Length} bytes at {block.Offset} of piece {block.Piece}, which are none");
        }
        if (!picker.Have[block.Piece] || peer.IsChoked || !peer.Outbox.TryQueue(block, ExtensionHandshake.OwnRequestQueue + 48))
        {
            Refuse(peer, block);
        }
        else peer.Outbox.Flush();
    }

    // BEP 6: every request is answered; without it silence is the only no.
    private static void Refuse(Peer peer, BlockRequest block)
    {
        if (++peer.Misses > MaxMisses * 10) throw new PeerFaultException("it asks on and on for what it cannot have");
        if (!peer.IsFast) return;
        peer.Outbox.Write(MessageId.Reject, block);
        peer.Outbox.Flush();
    }

    private static void OnCancel(Peer peer, BlockRequest block)
    {
        if (!peer.Outbox.TryUnqueue(block) || !peer.IsFast) return;
        peer.Outbox.Write(MessageId.Reject, block);
        peer.Outbox.Flush();
    }
}
