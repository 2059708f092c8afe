using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>What leads from a leaf to a Merkle root.</summary>
/// <param name="Position">Where the leaf is, from 0.</param>
/// <param name="Siblings">The other node of each pair, from the leaf up.</param>
/// <param name="Count">Number of leaves where it is known from the block itself; null where only the server's word for it exists.</param>
internal sealed record MerkleBranch(int Position, IReadOnlyList<Hash256> Siblings, int? Count)
{
    // 4,000,000 units of weight hold fewer than 2^17 transactions.
    private const int MaximumDepth = 17;

    /// <summary>Says what is wrong with the branch, or null when it leads from the leaf to the root.</summary>
    public string? Flaw(Hash256 leaf, Hash256 root) =>
        Climb(leaf, out var node) ?? (node == root ? null : $"it leads to {node}, and the header has {root}");

    /// <summary>Follows the branch up to whatever root it leads to; says what is wrong with its shape.</summary>
    public string? Climb(Hash256 leaf, out Hash256 root)
    {
        root = leaf;
        var depth = Siblings.Count;
        if (depth > MaximumDepth || Position < 0 || Position >> depth != 0)
        {
            return $"position {Position} cannot be {depth} steps below a root";
        }
        // CVE-2012-2459 and CVE-2017-12842: a branch of another depth could pass an inner node off as a transaction.
        if (Count is { } count && (Position >= count || depth != Depth(count)))
        {
            return $"a branch of {depth} steps does not fit {count} transactions";
        }
        var (node, at, width) = (leaf, Position, Count);
        foreach (var sibling in Siblings)
        {
            var pairedWithItself = at % 2 == 0 && (width is null || at == width - 1);
            if (sibling == node && !pairedWithItself) return "it pairs a node with itself where the tree has two";
            if (width is { } known && at == known - 1 && at % 2 == 0 && sibling != node)
            {
                return "the last node of an odd level is not paired with itself";
            }
            node = at % 2 == 0 ? Hash256.Join(node, sibling) : Hash256.Join(sibling, node);
            (at, width) = (at / 2, (width + 1) / 2);
        }
        root = node;
        return null;
    }

    private static int Depth(int count)
    {
        var depth = 0;
        while (1 << depth < count) depth++;
        return depth;
    }
}
