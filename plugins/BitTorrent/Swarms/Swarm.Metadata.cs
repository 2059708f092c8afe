using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private const int MetadataPiece = 16 << 10;
    private static readonly TimeSpan MetadataPatience = TimeSpan.FromSeconds(5);

    private void HandleExtended(Peer peer, ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0) throw new PeerFaultException("it sent an extended message without a number");
        if (body.Span[0] == 0) OnExtensionHandshake(peer, body[1..]);
        else if (body.Span[0] == ExtensionHandshake.OwnMetadataId && MetadataMessage.TryRead(body[1..], out var message))
        {
            OnMetadata(peer, message);
        }
    }

    private void OnExtensionHandshake(Peer peer, ReadOnlyMemory<byte> payload)
    {
        if (!ExtensionHandshake.TryRead(payload, out var handshake)) throw new PeerFaultException("its extension handshake is not sound");
        lock (_gate)
        {
            // It may come again and then only says what changed.
            peer.MetadataId = handshake.MetadataId ?? peer.MetadataId;
            peer.RequestQueue = handshake.RequestQueue ?? peer.RequestQueue;
            peer.IsUploadOnly = handshake.IsUploadOnly ?? peer.IsUploadOnly;
            if (_info is null && peer.MetadataId != 0 && handshake.MetadataSize is { } size && !_metadataFetch.TryJoin(peer, size))
            {
                peer.Drop($"it says the metadata has {size} bytes");
                _book.Forget(peer.Address);
            }
        }
        AskMetadata();
    }

    private void AskMetadata()
    {
        lock (_gate)
        {
            if (_info is not null) return;
            foreach (var (peer, piece) in _metadataFetch.Next(Clock.GetTimestamp(), Ticks(MetadataPatience)))
            {
                peer.Outbox.WriteExtended(peer.MetadataId,
                    new MetadataMessage(MetadataMessageType.Request, piece, 0, default).Write().Span);
                peer.Outbox.Flush();
            }
        }
    }

    private void OnMetadata(Peer peer, MetadataMessage message)
    {
        if (message.Type == MetadataMessageType.Request) ServeMetadata(peer, message.Piece);
        else if (message.Type == MetadataMessageType.Data) TakeMetadata(peer, message);
        else if (message.Type == MetadataMessageType.Reject) lock (_gate) _metadataFetch.Reject(peer);
    }

    private void ServeMetadata(Peer peer, int piece)
    {
        if (peer.MetadataId == 0) return;
        lock (_gate)
        {
            var bytes = _info?.Bytes ?? default;
            var start = (long)piece * MetadataPiece;
            // A peer needs each piece once or twice; one that asks on and on wants our bandwidth.
            var serves = start < bytes.Length && ++peer.MetadataServed <= 4 + (3 * bytes.Length / MetadataPiece);
            var answer = serves
                ? new MetadataMessage(MetadataMessageType.Data, piece, bytes.Length,
                    bytes.Slice((int)start, (int)Math.Min(MetadataPiece, bytes.Length - start)))
                : new MetadataMessage(MetadataMessageType.Reject, piece, 0, default);
            peer.Outbox.WriteExtended(peer.MetadataId, answer.Write().Span);
            peer.Outbox.Flush();
        }
    }

    private void TakeMetadata(Peer peer, MetadataMessage message)
    {
        lock (_gate)
        {
            if (_info is not null) return;
            var whole = _metadataFetch.Take(peer, message.Piece, message.Data.Span, out var liar);
            _lastProgress = Clock.GetTimestamp();
            if (liar is not null)
            {
                _book.Forget(liar.Address);
                liar.Drop("the metadata that it sent does not match the info-hash");
            }
            if (whole is not null) Learn(whole);
        }
        AskMetadata();
    }

    private void Learn(byte[] whole)
    {
        try
        {
            _info = TorrentInfoReader.Read(whole);
            _metadata.TrySetResult(_info);
        }
        catch (RefusedException e)
        {
            // The bytes are what the hash promised, so no other peer has better ones.
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        _metadata.TrySetException(e);
        _complete.TrySetException(e);
    }
}
