using System.Net;
using System.Net.Sockets;
using GoatHost.Plugins.BitTorrent.Pieces;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>A connected peer: what it has, what it was asked, and its two loops.</summary>
/// <remarks>The state is guarded by the swarm's lock; the loops are in the other files of this class.</remarks>
internal sealed partial class Peer(Swarm swarm, Socket socket, IPEndPoint address, Handshake handshake, bool isIncoming)
{
    private const int FirstDepth = 48;
    private const int MaxDepth = 768;
    private const int DefaultRequestQueue = 250;

    public IPEndPoint Address { get; } = address;

    public PeerId Id => handshake.PeerId;

    public bool IsFast => handshake.IsFast;

    public bool IsExtended => handshake.IsExtended;

    public bool IsIncoming { get; } = isIncoming;

    /// <summary>On this machine or in this network: served without a limit.</summary>
    public bool IsNear { get; } = PeerAddresses.IsPrivate(address.Address);

    public Outbox Outbox { get; } = new();

    /// <summary>What it has; null until the torrent's size is known.</summary>
    public Bitfield? Pieces { get; set; }

    /// <summary>What it said it has before that.</summary>
    public EarlyPieces Early { get; } = new();

    public bool HasSpokenOfPieces { get; set; }

    /// <summary>Whether it was told what we have.</summary>
    public bool IsToldOfPieces { get; set; }

    public bool IsSeed => Pieces?.IsFull ?? Early.HasAll;

    public bool IsChoked { get; set; } = true;

    public bool IsInterested { get; set; }

    public bool ChokesUs { get; set; } = true;

    public bool InterestsUs { get; set; }

    public bool IsUploadOnly { get; set; }

    public int RequestQueue { get; set; } = DefaultRequestQueue;

    public byte MetadataId { get; set; }

    public HashSet<int> AllowedFast { get; } = [];

    /// <summary>Blocks asked of it and not yet answered, oldest first.</summary>
    public List<BlockRef> Outstanding { get; } = [];

    /// <summary>Answers still to come for what was taken back.</summary>
    public int Late { get; set; }

    /// <summary>Requests it made that could not be served.</summary>
    public int Misses { get; set; }

    public int MetadataServed { get; set; }

    /// <summary>Where the bytes being received go.</summary>
    public (ActivePiece Piece, int Block)? Arriving { get; set; }

    /// <summary>Since when they come.</summary>
    public long ArrivingSince { get; set; }

    public int BlocksThisSecond { get; set; }

    public int BlocksLastSecond { get; set; }

    public bool IsSnubbed { get; set; }

    /// <summary>Whether it gave us a block: one that did is worth dialling again soon.</summary>
    public bool HasGiven { get; set; }

    public long Uploaded { get; set; }

    public long LastBlock { get; set; }

    public long LastReceived { get; private set; }

    public long LastSent { get; private set; }

    public bool IsSending { get; private set; }

    /// <summary>Requests to keep with it: three seconds of its rate, growing by one a block until a rate is known.</summary>
    public int Depth => IsSnubbed ? 1 : Math.Min(Math.Min(RequestQueue, MaxDepth), FirstDepth + (BlocksLastSecond * 3) + BlocksThisSecond);

    public bool MayAsk(int piece) => Pieces is { } pieces && pieces[piece] && (!ChokesUs || AllowedFast.Contains(piece));
}
