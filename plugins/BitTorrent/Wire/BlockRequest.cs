namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>A run of bytes in a piece that a peer asks for.</summary>
internal readonly record struct BlockRequest(int Piece, int Offset, int Length);
