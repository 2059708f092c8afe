using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Bitcoin's Merkle tree, in which the last node of an odd level is paired with itself.</summary>
internal static class MerkleTree
{
    /// <summary>The root, or null when two equal neighbours make the list ambiguous (CVE-2012-2459: a repeated tail has the same root).</summary>
    public static Hash256? Root(IEnumerable<Hash256> leaves)
    {
        var level = leaves.ToArray();
        if (level.Length == 0) return null;
        for (var count = level.Length; count > 1; count = (count + 1) / 2)
        {
            for (var i = 0; i < count; i += 2)
            {
                if (i + 1 < count && level[i] == level[i + 1]) return null;
                level[i / 2] = Hash256.Join(level[i], level[Math.Min(i + 1, count - 1)]);
            }
        }
        return level[0];
    }

    /// <summary>The siblings from a leaf up to the root.</summary>
    public static MerkleBranch Branch(IReadOnlyList<Hash256> leaves, int position)
    {
        var siblings = new List<Hash256>();
        var level = leaves.ToArray();
        var at = position;
        for (var count = level.Length; count > 1; count = (count + 1) / 2, at /= 2)
        {
            siblings.Add(level[Math.Min(at ^ 1, count - 1)]);
            for (var i = 0; i < count; i += 2) level[i / 2] = Hash256.Join(level[i], level[Math.Min(i + 1, count - 1)]);
        }
        return new(position, siblings, leaves.Count);
    }
}
