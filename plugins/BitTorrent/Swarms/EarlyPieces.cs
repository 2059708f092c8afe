using GoatHost.Plugins.BitTorrent.Pieces;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>What a peer said of its pieces before we knew how many there are, to be judged when we do.</summary>
internal sealed class EarlyPieces
{
    private const int MaxHaves = 4096;
    private readonly List<int> _haves = [];
    private byte[]? _field;

    public bool HasAll { get; set; }

    public void Field(ReadOnlySpan<byte> bytes) => _field = bytes.ToArray();

    public void Have(int piece)
    {
        if (_haves.Count < MaxHaves) _haves.Add(piece);
    }

    public Bitfield Resolve(int pieces)
    {
        Bitfield field;
        if (_field is null) field = new Bitfield(pieces);
        else if (!Bitfield.TryRead(_field, pieces, out field)) throw new PeerFaultException("its bitfield does not fit the torrent");
        if (HasAll) field.SetAll();
        foreach (var piece in _haves)
        {
            if ((uint)piece >= (uint)pieces) throw new PeerFaultException($"it says it has piece {piece} of {pieces}");
            field.Set(piece);
        }
        return field;
    }
}
