using System.Security.Cryptography;
using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>The 20 bytes a peer calls itself by (BEP 20).</summary>
internal readonly record struct PeerId(InfoHash Bytes)
{
    public static PeerId Create()
    {
        Span<byte> bytes = stackalloc byte[InfoHash.Size];
        "-GT0100-"u8.CopyTo(bytes);
        RandomNumberGenerator.Fill(bytes[8..]);
        return Read(bytes);
    }

    public static PeerId Read(ReadOnlySpan<byte> bytes) => new(InfoHash.Read(bytes));

    public void Write(Span<byte> bytes) => Bytes.Write(bytes);

    /// <summary>Both ends of a doubled connection must drop the same one of the two, so ids are ordered.</summary>
    public int CompareTo(PeerId other)
    {
        var high = Bytes.High.CompareTo(other.Bytes.High);
        if (high != 0) return high;
        var middle = Bytes.Middle.CompareTo(other.Bytes.Middle);
        return middle != 0 ? middle : Bytes.Low.CompareTo(other.Bytes.Low);
    }
}
