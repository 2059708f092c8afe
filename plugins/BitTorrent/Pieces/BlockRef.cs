namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>A block by its number in its piece.</summary>
internal readonly record struct BlockRef(int Piece, int Block);
