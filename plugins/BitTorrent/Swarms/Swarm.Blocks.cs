using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Pieces;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private readonly List<BlockRef> _picked = [];
    private bool _inOrder = true;
    private long _downloaded;
    private long _lastProgress;

    /// <summary>A block's head came: says where its bytes go, or nothing when they are to be skipped.</summary>
    public Memory<byte> BlockArriving(Peer peer, BlockRequest block)
    {
        lock (_gate)
        {
            if (_info is not { } info || _picker is not { } picker) throw new PeerFaultException("it sent a block nobody asked for");
            var reference = new BlockRef(block.Piece, block.Offset / TorrentInfo.BlockSize);
            var asked = peer.Outstanding.Remove(reference);
            if (!asked && peer.Late-- <= 0) throw new PeerFaultException("it sent a block nobody asked for");
            var exists = (uint)block.Piece < (uint)info.PieceCount && block.Offset >= 0 && block.Offset % TorrentInfo.BlockSize == 0;
            if (!exists || reference.Block >= info.BlocksIn(block.Piece))
            {
                throw new PeerFaultException($"it sent a block of piece {block.Piece} at {block.Offset}, which is none");
            }
            var active = picker.Find(block.Piece);
            if (asked) active?.Unask(reference.Block);
            if (block.Length == 0) return default; // how BitComet says no
            if (block.Length != info.SizeOf(block.Piece, reference.Block))
            {
                throw new PeerFaultException(
                    $"it sent {block.Length} bytes of a block that has {info.SizeOf(block.Piece, reference.Block)}");
            }
            peer.BlocksThisSecond++;
            peer.LastBlock = Clock.GetTimestamp();
            peer.IsSnubbed = false;
            if (active is null || !active.Admits(peer) || !active.TryBegin(reference.Block))
            {
                TopUp(peer);
                return default;
            }
            peer.Arriving = (active, reference.Block);
            peer.ArrivingSince = peer.LastBlock;
            return active.Buffer.AsMemory(block.Offset, block.Length);
        }
    }

    /// <summary>The block's bytes are in their place.</summary>
    public void BlockArrived(Peer peer)
    {
        lock (_gate)
        {
            if (peer.Arriving is not var (active, block)) return;
            peer.Arriving = null;
            // Not before it is whole: one that begins block after block and ends none is not worth dialling again soon.
            peer.HasGiven = true;
            _lastProgress = Clock.GetTimestamp();
            active.Finish(block, peer);
            _downloaded += TorrentInfo.BlockSize;
            if (active.AskersOf(block) > 0) CancelElsewhere(active, block);
            if (active.IsDone) _workers?.Add(active);
            TopUp(peer);
        }
    }

    private void TopUp(Peer peer)
    {
        if (_picker is not { Left: > 0 } picker || !peer.InterestsUs || (peer.ChokesUs && peer.AllowedFast.Count == 0)) return;
        var depth = peer.Depth;
        var room = depth - peer.Outstanding.Count;
        if (room < Math.Min(16, Math.Max(1, depth / 4))) return;
        _picked.Clear();
        picker.Pick(peer, room, _inOrder, _picked);
        if (_picked.Count == 0) return;
        foreach (var block in _picked)
        {
            peer.Outstanding.Add(block);
            peer.Outbox.Write(MessageId.Request, RequestOf(block));
        }
        if (peer.Outstanding.Count == _picked.Count) peer.LastBlock = Clock.GetTimestamp();
        peer.Outbox.Flush();
    }

    private BlockRequest RequestOf(BlockRef block) =>
        new(block.Piece, block.Block * TorrentInfo.BlockSize, _info!.SizeOf(block.Piece, block.Block));

    private void CancelElsewhere(ActivePiece active, int block)
    {
        var reference = new BlockRef(active.Index, block);
        foreach (var other in _peers)
        {
            if (!other.Outstanding.Remove(reference)) continue;
            active.Unask(block);
            other.Late++;
            other.Outbox.Write(MessageId.Cancel, RequestOf(reference));
            other.Outbox.Flush();
        }
    }

    /// <summary>Frees what a peer was asked for others to ask; its answers may still come.</summary>
    private void TakeBack(Peer peer)
    {
        foreach (var block in peer.Outstanding) _picker?.Find(block.Piece)?.Unask(block.Block);
        peer.Late += peer.Outstanding.Count;
        peer.Outstanding.Clear();
    }

    private Task RunWorkersAsync(CancellationToken ct) => _workers!.RunAsync(PieceDone, ct);

    private void PieceDone(ActivePiece piece, bool matches)
    {
        lock (_gate)
        {
            if (_picker is not { } picker) return;
            if (matches) Publish(picker, piece);
            else Blame(picker, piece);
            _buffers!.Return(piece.Buffer);
            if (picker.Left == 0) Finish();
            foreach (var peer in _peers) TopUp(peer);
        }
    }

    private void Publish(PiecePicker picker, ActivePiece piece)
    {
        picker.Complete(piece);
        foreach (var peer in _peers)
        {
            if (peer.Pieces is { } theirs && theirs[piece.Index]) continue;
            peer.Outbox.Write(MessageId.Have, piece.Index);
            peer.Outbox.Flush();
        }
    }

    // Only a piece that came whole from one peer proves anything against it: of several, an honest one may be among them.
    private void Blame(PiecePicker picker, ActivePiece piece)
    {
        picker.Fail(piece);
        var culprit = piece.IsMixed ? null : piece.OnlySource;
        SwarmLog.BadPiece(_options.Logger, Hash, piece.Index, culprit?.Address.Address);
        if (culprit is null) return;
        if (!culprit.IsNear) _book.Ban(culprit.Address.Address);
        _book.Forget(culprit.Address);
        culprit.Drop($"piece {piece.Index} that it sent does not match its hash");
    }

    private void Finish()
    {
        foreach (var peer in _peers) Interest(peer, false);
        _complete.TrySetResult();
    }
}
