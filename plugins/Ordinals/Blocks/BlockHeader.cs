using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The 80 bytes that stand for a block.</summary>
internal sealed record BlockHeader(Hash256 Hash, Hash256 Previous, Hash256 MerkleRoot, uint Time, uint Bits)
{
    public const int Size = 80;

    public uint Version { get; init; }

    public uint Nonce { get; init; }

    /// <summary>Reads a header; it needs 80 bytes, and any 80 bytes are one.</summary>
    public static BlockHeader Read(ReadOnlySpan<byte> bytes) => Read(bytes, Hash256.DoubleSha256(bytes[..Size]));

    /// <summary>Makes a header of its parts.</summary>
    public static BlockHeader Build(uint version, Hash256 previous, Hash256 merkleRoot, uint time, uint bits, uint nonce)
    {
        Span<byte> bytes = stackalloc byte[Size];
        new BlockHeader(default, previous, merkleRoot, time, bits) { Version = version, Nonce = nonce }.CopyTo(bytes);
        return Read(bytes);
    }

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        Previous.CopyTo(bytes[4..]);
        MerkleRoot.CopyTo(bytes[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[68..], Time);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[72..], Bits);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[76..], Nonce);
    }

    private static BlockHeader Read(ReadOnlySpan<byte> bytes, Hash256 hash) => new(
        hash,
        new(bytes[4..]),
        new(bytes[36..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[68..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[72..]))
    {
        Version = BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        Nonce = BinaryPrimitives.ReadUInt32LittleEndian(bytes[76..]),
    };
}
