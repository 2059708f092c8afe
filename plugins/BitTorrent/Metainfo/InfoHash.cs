using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace GoatHost.Plugins.BitTorrent.Metainfo;

/// <summary>The SHA-1 of a torrent's info dictionary: its name in the swarm (BEP 3).</summary>
internal readonly record struct InfoHash(ulong High, ulong Middle, uint Low)
{
    public const int Size = 20;

    public static InfoHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

    [SuppressMessage("Security", "CA5350", Justification = "BEP 3 names torrents by SHA-1.")]
    public static InfoHash Of(ReadOnlySpan<byte> info)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA1.HashData(info, hash);
        return Read(hash);
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Middle);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Low);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
