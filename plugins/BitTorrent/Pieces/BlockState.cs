namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>How far a block of a piece in progress is. Guards the buffer: only one peer at a time writes into a block.</summary>
internal enum BlockState : byte
{
    Missing,

    /// <summary>A peer's bytes are going into the buffer.</summary>
    Arriving,

    Done,
}
