using GoatHost.Plugins.BitTorrent.Bencoding;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>The three kinds of ut_metadata message.</summary>
internal enum MetadataMessageType
{
    Request = 0,
    Data = 1,
    Reject = 2,
}

/// <summary>A ut_metadata message (BEP 9).</summary>
/// <param name="Type">What it says; others than the three are to be ignored.</param>
/// <param name="Piece">Which 16 KiB of the info dictionary.</param>
/// <param name="TotalSize">With data: the dictionary's length.</param>
/// <param name="Data">With data: the bytes behind the message's dictionary.</param>
internal readonly record struct MetadataMessage(MetadataMessageType Type, int Piece, long TotalSize, ReadOnlyMemory<byte> Data)
{
    public static bool TryRead(ReadOnlyMemory<byte> payload, out MetadataMessage message)
    {
        message = default;
        if (!BencodeReader.TryReadPrefix(payload, BencodeLimits.Message, out var root, out var length, out _)) return false;
        if (!root.TryGetInteger("msg_type"u8, out var type) || !root.TryGetInteger("piece"u8, out var piece)
            || piece is < 0 or > int.MaxValue)
        {
            return false;
        }
        root.TryGetInteger("total_size"u8, out var total);
        message = new MetadataMessage((MetadataMessageType)Math.Clamp(type, -1, 255), (int)piece, total, payload[length..]);
        return true;
    }

    public ReadOnlyMemory<byte> Write()
    {
        var writer = new BencodeWriter().Dictionary().Text("msg_type").Integer((int)Type).Text("piece").Integer(Piece);
        if (Type == MetadataMessageType.Data) writer.Text("total_size").Integer(TotalSize);
        return writer.End().Raw(Data.Span).Written;
    }
}
