using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>Gathers an info dictionary from several peers in pieces of 16 KiB (BEP 9). Sizes are claims, so each has an attempt of its
/// own.</summary>
/// <remarks>Not safe for threads: the swarm's lock guards it. Memory grows with what arrives, never with what is claimed.</remarks>
internal sealed class MetadataFetch(InfoHash hash)
{
    /// <summary>Longest info dictionary fetched.</summary>
    public const int MaxSize = 32 << 20;

    private const int PieceSize = 16 << 10;
    private const int MaxAttempts = 8;
    private const int PerPeer = 4;
    private readonly Dictionary<long, Attempt> _attempts = [];
    private readonly HashSet<Peer> _distrusted = [];

    /// <summary>A peer says how long the dictionary is; false when it cannot be.</summary>
    public bool TryJoin(Peer peer, long size)
    {
        if (size is <= 0 or > MaxSize) return false;
        if (!_attempts.TryGetValue(size, out var attempt))
        {
            if (_attempts.Count >= MaxAttempts) return false;
            _attempts[size] = attempt = new Attempt((int)((size + PieceSize - 1) / PieceSize));
        }
        attempt.Peers.Add(peer);
        return true;
    }

    public void Leave(Peer peer)
    {
        foreach (var (size, attempt) in _attempts.ToArray())
        {
            if (!attempt.Peers.Remove(peer)) continue;
            attempt.Asked.RemoveAll(a => a.Peer == peer);
            if (attempt.Peers.Count == 0) _attempts.Remove(size);
        }
    }

    /// <summary>What to ask of whom now; what was asked too long ago is asked again, of another if there is one.</summary>
    public IEnumerable<(Peer Peer, int Piece)> Next(long now, long patience)
    {
        foreach (var attempt in _attempts.Values)
        {
            foreach (var late in attempt.Asked.Where(a => now - a.When > patience).ToArray())
            {
                attempt.Asked.Remove(late);
                attempt.Peers.Remove(late.Peer);
                attempt.Peers.Add(late.Peer);
            }
            // After a dictionary of several makers failed, each is asked for the whole of it in turn.
            var peers = attempt.IsSingle ? attempt.Peers.Where(p => !_distrusted.Contains(p)).Take(1).ToArray() : [.. attempt.Peers];
            foreach (var peer in peers)
            {
                for (var piece = 0; piece < attempt.Pieces.Length && attempt.Asked.Count(a => a.Peer == peer) < PerPeer; piece++)
                {
                    if (attempt.Pieces[piece] is not null || attempt.Asked.Exists(a => a.Piece == piece)) continue;
                    attempt.Asked.Add((peer, piece, now));
                    yield return (peer, piece);
                }
            }
        }
    }

    /// <summary>The peer has none to give.</summary>
    public void Reject(Peer peer) => Leave(peer);

    /// <summary>Takes a piece. Returns the dictionary when it is whole and matches the info-hash.</summary>
    /// <param name="peer">Who sent it.</param>
    /// <param name="piece">Which.</param>
    /// <param name="data">Its bytes.</param>
    /// <param name="liar">The peer who sent a whole dictionary that does not match.</param>
    public byte[]? Take(Peer peer, int piece, ReadOnlySpan<byte> data, out Peer? liar)
    {
        liar = null;
        foreach (var (size, attempt) in _attempts)
        {
            if (attempt.Asked.RemoveAll(a => a.Peer == peer && a.Piece == piece) == 0) continue;
            if (data.Length != Math.Min(PieceSize, size - ((long)piece * PieceSize)))
            {
                liar = peer;
                return null;
            }
            attempt.Pieces[piece] ??= data.ToArray();
            attempt.Sources.Add(peer);
            return attempt.Pieces.Contains(null) ? null : Judge(attempt, out liar);
        }
        return null;
    }

    private byte[]? Judge(Attempt attempt, out Peer? liar)
    {
        liar = null;
        byte[] whole = [.. attempt.Pieces.SelectMany(p => p!)];
        if (InfoHash.Of(whole) == hash) return whole;
        if (attempt.Sources.Count == 1)
        {
            liar = attempt.Sources.Single();
            _distrusted.Add(liar);
        }
        Array.Clear(attempt.Pieces);
        attempt.Sources.Clear();
        attempt.Asked.Clear();
        attempt.IsSingle = true;
        return null;
    }

    private sealed class Attempt(int pieces)
    {
        public byte[]?[] Pieces { get; } = new byte[]?[pieces];

        public List<Peer> Peers { get; } = [];

        public List<(Peer Peer, int Piece, long When)> Asked { get; } = [];

        public HashSet<Peer> Sources { get; } = [];

        public bool IsSingle { get; set; }
    }
}
