namespace GoatHost.Plugins.BitTorrent.Pieces;

/// <summary>Buffers of one piece each, under a budget of bytes: when it is spent no new piece is begun, and peers wait.</summary>
internal sealed class PieceBuffers(int pieceLength)
{
    private const long Budget = 96L << 20;
    private readonly Stack<byte[]> _free = new();
    private readonly Lock _gate = new();
    private int _lent;

    public int Count { get; } = (int)Math.Clamp(Budget / pieceLength, 3, 8192);

    public byte[]? TryRent()
    {
        lock (_gate)
        {
            if (_lent >= Count) return null;
            _lent++;
            return _free.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(pieceLength, pinned: pieceLength >= 1 << 16);
        }
    }

    public void Return(byte[] buffer)
    {
        lock (_gate)
        {
            _lent--;
            _free.Push(buffer);
        }
    }
}
