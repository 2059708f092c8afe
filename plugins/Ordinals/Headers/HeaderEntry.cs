using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>A header among many: 104 bytes, without the hash of its parent, which is the parent's own.</summary>
internal readonly struct HeaderEntry(BlockHeader header, int parent, int height, UInt128 work)
{
    // Two halves, for a field of 16 bytes would be aligned to 16 and cost 8 more in each of a million entries.
    private readonly ulong _workHigh = (ulong)(work >> 64), _workLow = (ulong)work;

    public Hash256 Hash { get; } = header.Hash;

    public Hash256 MerkleRoot { get; } = header.MerkleRoot;

    public uint Version { get; } = header.Version;

    public uint Time { get; } = header.Time;

    public uint Bits { get; } = header.Bits;

    public uint Nonce { get; } = header.Nonce;

    /// <summary>Where its parent is in the table; -1 for an anchor.</summary>
    public int Parent { get; } = parent;

    public int Height { get; } = height;

    public UInt128 Work => new(_workHigh, _workLow);
}
