using GoatHost.Plugins.BitTorrent.Swarms;

namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>A piece in progress: its buffer, and per block who was asked and what came.</summary>
internal sealed class ActivePiece(int index, int size, int blocks, byte[] buffer)
{
    private readonly BlockState[] _states = new BlockState[blocks];
    private readonly byte[] _askers = new byte[blocks];

    public int Index { get; } = index;

    public int Size { get; } = size;

    public byte[] Buffer { get; } = buffer;

    public int Blocks => _states.Length;

    /// <summary>Blocks that are missing and asked of nobody.</summary>
    public int Unasked { get; private set; } = blocks;

    public int Arriving { get; private set; }

    public int Done { get; private set; }

    public bool IsDone => Done == Blocks;

    /// <summary>The one peer who may fill this piece, after blocks of several made it fail: the next failure is then proof.</summary>
    public Peer? Owner { get; init; }

    /// <summary>The peer all blocks came from, while it is one peer.</summary>
    public Peer? OnlySource { get; private set; }

    public bool IsMixed { get; private set; }

    public BlockState StateOf(int block) => _states[block];

    public int AskersOf(int block) => _askers[block];

    public bool Admits(Peer peer) => Owner is null || Owner == peer;

    public void Ask(int block)
    {
        if (_askers[block]++ == 0 && _states[block] == BlockState.Missing) Unasked--;
    }

    public void Unask(int block)
    {
        if (_askers[block] == 0) return;
        if (--_askers[block] == 0 && _states[block] == BlockState.Missing) Unasked++;
    }

    /// <summary>Hands the block's part of the buffer to one peer; false when another has it or it is done.</summary>
    public bool TryBegin(int block)
    {
        if (_states[block] != BlockState.Missing) return false;
        if (_askers[block] == 0) Unasked--;
        _states[block] = BlockState.Arriving;
        Arriving++;
        return true;
    }

    public void Finish(int block, Peer from)
    {
        _states[block] = BlockState.Done;
        Arriving--;
        Done++;
        IsMixed |= OnlySource is not null && OnlySource != from;
        OnlySource ??= from;
    }

    /// <summary>The peer went away in the middle of the block.</summary>
    public void Abort(int block)
    {
        _states[block] = BlockState.Missing;
        Arriving--;
        if (_askers[block] == 0) Unasked++;
    }
}
