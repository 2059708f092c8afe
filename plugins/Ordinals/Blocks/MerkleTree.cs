using System.Runtime.InteropServices;
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
        while (level.Length > 1)
        {
            for (var i = 0; i + 1 < level.Length; i += 2)
            {
                if (level[i] == level[i + 1]) return null;
            }
            level = Above(level);
        }
        return level[0];
    }

    /// <summary>The siblings from a leaf up to the root.</summary>
    public static MerkleBranch Branch(IReadOnlyList<Hash256> leaves, int position)
    {
        var siblings = new List<Hash256>();
        var level = leaves.ToArray();
        for (var at = position; level.Length > 1; level = Above(level), at /= 2) siblings.Add(level[Math.Min(at ^ 1, level.Length - 1)]);
        return new(position, siblings, leaves.Count);
    }

    /// <summary>The parents of a level, all hashed together.</summary>
    private static Hash256[] Above(Hash256[] level)
    {
        Hash256[] pairs = level.Length % 2 == 0 ? level : [.. level, level[^1]];
        var parents = new Hash256[pairs.Length / 2];
        var messages = new Message[parents.Length];
        for (var i = 0; i < messages.Length; i++) messages[i] = new(2 * Hash256.Size * i, 2 * Hash256.Size);
        DoubleSha256.HashAll(MemoryMarshal.AsBytes<Hash256>(pairs), messages, parents);
        return parents;
    }
}
