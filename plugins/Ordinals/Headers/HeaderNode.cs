using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>A header in the tree, with the work of everything below it.</summary>
internal sealed class HeaderNode(BlockHeader header, HeaderNode? parent, int height, UInt128 work)
{
    // Nearly a million of these stand for mainnet, so the rest of the header is not kept.
    public Hash256 Hash { get; } = header.Hash;

    public HeaderNode? Parent { get; } = parent;

    public int Height { get; } = height;

    public uint Time { get; } = header.Time;

    public uint Bits { get; } = header.Bits;

    /// <summary>Work from the anchor to here.</summary>
    public UInt128 Work { get; } = work;

    public HeaderNode? Ancestor(int height)
    {
        var node = this;
        while (node is not null && node.Height > height) node = node.Parent;
        return node?.Height == height ? node : null;
    }

    /// <summary>Median of the last eleven times: the next block must be later.</summary>
    public uint MedianTime()
    {
        Span<uint> times = stackalloc uint[11];
        var count = 0;
        for (var node = this; node is not null && count < times.Length; node = node.Parent) times[count++] = node.Time;
        times = times[..count];
        times.Sort();
        return times[count / 2];
    }
}
