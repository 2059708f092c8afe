using System.Buffers.Binary;
using GoatHost.Plugins.BitTorrent.Pieces;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private const int MaxMisses = 300;

    /// <summary>Handles any message but a block; throws when the peer breaks the protocol.</summary>
    public void Handle(Peer peer, MessageId id, ReadOnlyMemory<byte> body)
    {
        if (id == MessageId.Extended)
        {
            HandleExtended(peer, body);
            return;
        }
        lock (_gate)
        {
            switch (id)
            {
                case MessageId.Choke: OnChoke(peer); break;
                case MessageId.Unchoke: peer.ChokesUs = false; TopUp(peer); break;
                case MessageId.Interested: peer.IsInterested = true; Choker.Admit(peer, _peers); break;
                case MessageId.NotInterested: peer.IsInterested = false; break;
                case MessageId.Have: OnHave(peer, Index(body)); break;
                case MessageId.Bitfield: SpeakFirst(peer); OnBitfield(peer, body.Span); break;
                case MessageId.HaveAll: SpeakFirst(peer); peer.Early.HasAll = true; ResolvePieces(peer); break;
                case MessageId.HaveNone: SpeakFirst(peer); ResolvePieces(peer); break;
                case MessageId.Request: OnRequest(peer, Block(body)); break;
                case MessageId.Cancel: OnCancel(peer, Block(body)); break;
                case MessageId.Reject: OnReject(peer, Block(body)); break;
                case MessageId.AllowedFast: OnAllowedFast(peer, Index(body)); break;
                default: break;
            }
        }
    }

    private void Introduce(Peer peer)
    {
        lock (_gate)
        {
            if (peer.IsExtended)
            {
                var isUploadOnly = _options.IsSeeding;
                peer.Outbox.WriteExtended(0, ExtensionHandshake.WriteOwn(_info?.Bytes.Length, _port, isUploadOnly).Span);
            }
            if (_picker is { Have: var have })
            {
                peer.IsToldOfPieces = true;
                if (peer.IsFast && have.IsFull) peer.Outbox.Write(MessageId.HaveAll);
                else if (have.Count > 0) peer.Outbox.Write(MessageId.Bitfield, have.Bytes);
                else if (peer.IsFast) peer.Outbox.Write(MessageId.HaveNone);
            }
            else if (peer.IsFast)
            {
                peer.Outbox.Write(MessageId.HaveNone);
            }
            ResolvePieces(peer);
            peer.Outbox.Flush();
        }
    }

    // A bitfield, or what stands for one, may come once; BEP 3 wants it before all else.
    private static void SpeakFirst(Peer peer)
    {
        if (peer.HasSpokenOfPieces) throw new PeerFaultException("it told its pieces twice");
        peer.HasSpokenOfPieces = true;
    }

    private void OnBitfield(Peer peer, ReadOnlySpan<byte> bytes)
    {
        peer.Early.Field(bytes);
        ResolvePieces(peer);
    }

    private void OnHave(Peer peer, int piece)
    {
        peer.HasSpokenOfPieces = true;
        if (peer.Pieces is not { } pieces || _picker is not { } picker)
        {
            peer.Early.Have(piece);
            return;
        }
        if ((uint)piece >= (uint)pieces.Length) throw new PeerFaultException($"it says it has piece {piece} of {pieces.Length}");
        if (!pieces.Set(piece)) return;
        picker.Seen(piece);
        if (picker.Wants(piece)) Interest(peer, true);
        TopUp(peer);
    }

    // The peer's word about its pieces becomes a bitfield once we know how many there are.
    private void ResolvePieces(Peer peer)
    {
        if (_picker is not { } picker || _info is not { } info) return;
        try
        {
            var pieces = peer.Early.Resolve(info.PieceCount);
            if (peer.Pieces is { } before) picker.Gone(before);
            peer.Pieces = pieces;
            picker.Seen(pieces);
        }
        catch (PeerFaultException e)
        {
            peer.Drop(e.Message);
            return;
        }
        if (!peer.IsToldOfPieces) Tell(peer, picker.Have);
        UpdateInterest(peer);
        TopUp(peer);
    }

    private static void Tell(Peer peer, Bitfield have)
    {
        for (var i = 0; i < have.Length; i++)
        {
            if (have[i]) peer.Outbox.Write(MessageId.Have, i);
        }
        peer.IsToldOfPieces = true;
        peer.Outbox.Flush();
    }

    private void UpdateInterest(Peer peer)
    {
        if (_picker is not { } picker || peer.Pieces is not { } pieces) return;
        var wants = false;
        for (var i = 0; i < pieces.Length && picker.Left > 0 && !wants; i++) wants = pieces[i] && picker.Wants(i);
        Interest(peer, wants);
    }

    private static void Interest(Peer peer, bool interested)
    {
        if (peer.InterestsUs == interested) return;
        peer.InterestsUs = interested;
        peer.Outbox.Write(interested ? MessageId.Interested : MessageId.NotInterested);
        peer.Outbox.Flush();
    }

    private void OnAllowedFast(Peer peer, int piece)
    {
        if (!peer.IsFast) throw new PeerFaultException("it uses the fast extension without having said so");
        if (peer.AllowedFast.Count < 100 && piece >= 0 && (_info is null || piece < _info.PieceCount)) peer.AllowedFast.Add(piece);
        TopUp(peer);
    }

    // BEP 6: with the fast extension what was asked stays asked until it is answered.
    private void OnChoke(Peer peer)
    {
        peer.ChokesUs = true;
        if (!peer.IsFast) TakeBack(peer);
    }

    private void OnReject(Peer peer, BlockRequest block)
    {
        if (!peer.IsFast) throw new PeerFaultException("it uses the fast extension without having said so");
        if (_picker is not { } picker) return;
        if (peer.Outstanding.Remove(new BlockRef(block.Piece, block.Offset / Metainfo.TorrentInfo.BlockSize)))
        {
            picker.Find(block.Piece)?.Unask(block.Offset / Metainfo.TorrentInfo.BlockSize);
            // What it will not give it does not have, for us; asking again at once would only go round.
            if (!peer.ChokesUs && ++peer.Misses > MaxMisses) throw new PeerFaultException("it rejects what it says it has");
            foreach (var other in _peers) TopUp(other);
        }
        else if (peer.Late > 0)
        {
            peer.Late--;
        }
        else if (++peer.Misses > MaxMisses)
        {
            throw new PeerFaultException("it rejects what nobody asked for");
        }
    }

    private static int Index(ReadOnlyMemory<byte> body) =>
        body.Length == 4
            ? BinaryPrimitives.ReadInt32BigEndian(body.Span)
            : throw new PeerFaultException($"it sent a message of {body.Length + 1} bytes that should have 5");

    private static BlockRequest Block(ReadOnlyMemory<byte> body)
    {
        if (body.Length != 12) throw new PeerFaultException($"it sent a message of {body.Length + 1} bytes that should have 13");
        var span = body.Span;
        return new BlockRequest(BinaryPrimitives.ReadInt32BigEndian(span), BinaryPrimitives.ReadInt32BigEndian(span[4..]),
            BinaryPrimitives.ReadInt32BigEndian(span[8..]));
    }
}
