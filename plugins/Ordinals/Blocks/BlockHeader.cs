using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The 80 bytes that stand for a block.</summary>
internal sealed record BlockHeader(Hash256 Hash, Hash256 Previous, Hash256 MerkleRoot, uint Time, uint Bits)
{
    public const int Size = 80;

    /// <summary>Reads a header; it needs 80 bytes, and any 80 bytes are one.</summary>
    public static BlockHeader Read(ReadOnlySpan<byte> bytes) => new(
        Hash256.DoubleSha256(bytes[..Size]),
        new(bytes[4..]),
        new(bytes[36..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[68..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[72..]));
}
