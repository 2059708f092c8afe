using System.Buffers.Binary;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Peers.Wire;

/// <summary>Lists of things by hash: <c>inv</c>, <c>getdata</c>, <c>notfound</c>.</summary>
internal static class InventoryList
{
    public const int Maximum = 50_000, EntrySize = 36;

    /// <summary>MSG_BLOCK as announced, MSG_WITNESS_BLOCK as asked for (BIP144): without the flag, a block without witnesses.</summary>
    public const uint Block = 2, WitnessBlock = 0x4000_0002;

    public static byte[] WriteOne(uint kind, Hash256 hash)
    {
        var bytes = new byte[1 + EntrySize];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), kind);
        hash.CopyTo(bytes.AsSpan(5));
        return bytes;
    }

    /// <summary>The hashes of one kind; null when the list is not one.</summary>
    public static IReadOnlyList<Hash256>? TryRead(ReadOnlyMemory<byte> payload, params ReadOnlySpan<uint> kinds)
    {
        var reader = new ByteReader(payload);
        var count = reader.Count(EntrySize);
        if (count > Maximum) return null;
        var hashes = new List<Hash256>();
        for (var i = 0; i < count; i++)
        {
            var kind = reader.UInt32();
            var hash = reader.Hash();
            if (kinds.Contains(kind)) hashes.Add(hash);
        }
        return reader.AtEnd ? hashes : null;
    }
}
