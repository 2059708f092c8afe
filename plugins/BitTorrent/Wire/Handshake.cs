using GoatHost.Plugins.BitTorrent.Metainfo;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>The first 68 bytes each side sends (BEP 3), with the reserved bits of BEP 6 and BEP 10.</summary>
/// <param name="Hash">The torrent spoken of.</param>
/// <param name="PeerId">Who speaks.</param>
/// <param name="IsFast">BEP 6 is understood.</param>
/// <param name="IsExtended">BEP 10 is understood.</param>
internal readonly record struct Handshake(InfoHash Hash, PeerId PeerId, bool IsFast, bool IsExtended)
{
    public const int Size = 68;

    private static ReadOnlySpan<byte> Protocol => "\u0013BitTorrent protocol"u8;

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Protocol.CopyTo(bytes);
        bytes[25] = (byte)(IsExtended ? 0x10 : 0);
        bytes[27] = (byte)(IsFast ? 0x04 : 0);
        Hash.Write(bytes[28..]);
        PeerId.Write(bytes[48..]);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Handshake handshake)
    {
        handshake = default;
        if (bytes.Length < Size || !bytes.StartsWith(Protocol)) return false;
        handshake = new Handshake(InfoHash.Read(bytes[28..]), PeerId.Read(bytes[48..]), (bytes[27] & 0x04) != 0, (bytes[25] & 0x10) != 0);
        return true;
    }
}
