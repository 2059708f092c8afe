using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Swarms;

namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>Decides which block to ask of which peer: begun pieces first, then urgent ones, then rarest first, or in order among
/// seeds.</summary>
/// <remarks>Not safe for threads: the swarm's lock guards it.</remarks>
internal sealed class PiecePicker(TorrentInfo info, PieceBuffers buffers)
{
    private const int MaxAskersAtTheEnd = 2;
    private const int DuplicatesAtTheEnd = 8;
    private readonly Dictionary<int, ActivePiece> _active = [];
    private readonly List<ActivePiece> _order = [];
    private readonly HashSet<int> _suspect = [];
    private readonly int[] _availability = new int[info.PieceCount];
    private readonly bool[] _wanted = new bool[info.PieceCount];
    private int _cursor;

    /// <summary>Pieces that passed their hash and are in the files.</summary>
    public Bitfield Have { get; } = new(info.PieceCount);

    /// <summary>Wanted pieces that are not there yet.</summary>
    public int Left { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long BytesLeft { get; private set; }

    /// <summary>Pieces that a person waits for, most urgent first.</summary>
    public Func<IEnumerable<int>> Urgent { get; set; } = () => [];

    public IReadOnlyList<ActivePiece> Active => _order;

    public bool Wants(int piece) => _wanted[piece] && !Have[piece];

    public void Want(int piece)
    {
        if (_wanted[piece]) return;
        _wanted[piece] = true;
        if (Have[piece]) return;
        Left++;
        BytesLeft += info.SizeOf(piece);
        _cursor = Math.Min(_cursor, piece);
    }

    public void Seen(int piece) => _availability[piece]++;

    public void Gone(Bitfield pieces)
    {
        for (var i = 0; i < _availability.Length; i++)
        {
            if (pieces[i]) _availability[i]--;
        }
    }

    public void Seen(Bitfield pieces)
    {
        for (var i = 0; i < _availability.Length; i++)
        {
            if (pieces[i]) _availability[i]++;
        }
    }

    public ActivePiece? Find(int piece) => _active.GetValueOrDefault(piece);

    /// <summary>Chooses up to <paramref name="count"/> blocks for a peer and marks them asked.</summary>
    public void Pick(Peer peer, int count, bool inOrder, List<BlockRef> into)
    {
        if (Left == 0) return;
        foreach (var piece in _order)
        {
            if (count == 0) return;
            if (piece.Unasked > 0) count -= Take(piece, peer, count, into);
        }
        while (count > 0 && Open(peer, inOrder) is { } piece) count -= Take(piece, peer, count, into);
        if (count > 0 && peer.Outstanding.Count + into.Count <= 2) Duplicate(peer, into);
    }

    /// <summary>The piece is in the files now.</summary>
    public void Complete(ActivePiece piece)
    {
        Forget(piece);
        _suspect.Remove(piece.Index);
        MarkHave(piece.Index);
    }

    /// <summary>A piece found on disk, or just written.</summary>
    public void MarkHave(int piece)
    {
        if (!Have.Set(piece) || !_wanted[piece]) return;
        Left--;
        BytesLeft -= info.SizeOf(piece);
    }

    /// <summary>The piece did not match its hash: begin it again, from one peer alone when several had part in it.</summary>
    public void Fail(ActivePiece piece)
    {
        Forget(piece);
        if (piece.IsMixed) _suspect.Add(piece.Index);
        _cursor = Math.Min(_cursor, piece.Index);
    }

    /// <summary>Gives up what was begun of a piece, unless bytes are on their way into its buffer.</summary>
    public void Drop(ActivePiece piece)
    {
        if (piece.Arriving > 0 || piece.IsDone) return;
        Forget(piece);
        buffers.Return(piece.Buffer);
        _cursor = Math.Min(_cursor, piece.Index);
    }

    /// <summary>Drops begun pieces that nobody left can finish, so that they do not hold the budget.</summary>
    public void DropStranded()
    {
        foreach (var piece in _order.Where(p => _availability[p.Index] == 0 && !p.IsDone).ToArray()) Drop(piece);
    }

    private void Forget(ActivePiece piece)
    {
        if (_active.Remove(piece.Index)) _order.Remove(piece);
    }

    private static int Take(ActivePiece piece, Peer peer, int count, List<BlockRef> into)
    {
        if (!piece.Admits(peer) || !peer.MayAsk(piece.Index)) return 0;
        var taken = 0;
        for (var block = 0; block < piece.Blocks && taken < count && piece.Unasked > 0; block++)
        {
            if (piece.StateOf(block) != BlockState.Missing || piece.AskersOf(block) > 0) continue;
            piece.Ask(block);
            into.Add(new BlockRef(piece.Index, block));
            taken++;
        }
        return taken;
    }

    private ActivePiece? Open(Peer peer, bool inOrder)
    {
        if (_active.Count >= buffers.Count) return null;
        var index = Next(peer, inOrder);
        if (index < 0 || buffers.TryRent() is not { } buffer) return null;
        var owner = _suspect.Contains(index) ? peer : null;
        var piece = new ActivePiece(index, info.SizeOf(index), info.BlocksIn(index), buffer) { Owner = owner };
        _active.Add(index, piece);
        _order.Add(piece);
        return piece;
    }

    private int Next(Peer peer, bool inOrder)
    {
        foreach (var urgent in Urgent())
        {
            if (CanOpen(urgent, peer)) return urgent;
        }
        while (_cursor < _wanted.Length && (!Wants(_cursor) || _active.ContainsKey(_cursor))) _cursor++;
        if (inOrder)
        {
            for (var i = _cursor; i < _wanted.Length; i++)
            {
                if (CanOpen(i, peer)) return i;
            }
            return -1;
        }
        // A random starting point breaks ties, so that two peers who begin together have something to trade.
        var (best, rarest) = (-1, int.MaxValue);
        var span = _wanted.Length - _cursor;
        var start = span > 0 ? Random.Shared.Next(span) : 0;
        for (var n = 0; n < span; n++)
        {
            var i = _cursor + ((start + n) % span);
            if (_availability[i] < rarest && CanOpen(i, peer)) (best, rarest) = (i, _availability[i]);
            if (rarest <= 1) break;
        }
        return best;
    }

    private bool CanOpen(int piece, Peer peer) => Wants(piece) && !_active.ContainsKey(piece) && peer.MayAsk(piece);

    // Endgame: everything is asked for, so an idle peer doubles what slower ones hold up.
    private void Duplicate(Peer peer, List<BlockRef> into)
    {
        if (_active.Count < Math.Min(Left, buffers.Count)) return;
        var taken = 0;
        foreach (var piece in _order)
        {
            if (piece.IsDone || !piece.Admits(peer) || !peer.MayAsk(piece.Index)) continue;
            for (var block = 0; block < piece.Blocks; block++)
            {
                var reference = new BlockRef(piece.Index, block);
                if (piece.StateOf(block) != BlockState.Missing || piece.AskersOf(block) >= MaxAskersAtTheEnd) continue;
                if (peer.Outstanding.Contains(reference) || into.Contains(reference)) continue;
                piece.Ask(block);
                into.Add(reference);
                if (++taken == DuplicatesAtTheEnd) return;
            }
        }
    }
}
