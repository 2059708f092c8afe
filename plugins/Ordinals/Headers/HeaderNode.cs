using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Headers;

/// <summary>A header of a tree, with the work of everything below it; made when asked for, and equal to any other of its hash.</summary>
internal sealed class HeaderNode(HeaderTree tree, in HeaderEntry entry) : IEquatable<HeaderNode>
{
    public Hash256 Hash { get; } = entry.Hash;

    public int Height { get; } = entry.Height;

    public uint Time { get; } = entry.Time;

    public uint Bits { get; } = entry.Bits;

    /// <summary>Work from the anchor to here.</summary>
    public UInt128 Work { get; } = entry.Work;

    public HeaderNode? Parent => tree.ParentOf(Hash);

    /// <summary>The whole header.</summary>
    public BlockHeader Header => tree.HeaderOf(Hash);

    /// <summary>The header at a height of its branch, or null where the branch does not reach down to it.</summary>
    public HeaderNode? Ancestor(int height) => tree.AncestorOf(Hash, height);

    public static bool operator ==(HeaderNode? a, HeaderNode? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(HeaderNode? a, HeaderNode? b) => !(a == b);

    public bool Equals(HeaderNode? other) => other is not null && Hash == other.Hash;

    public override bool Equals(object? obj) => Equals(obj as HeaderNode);

    public override int GetHashCode() => Hash.GetHashCode();
}
