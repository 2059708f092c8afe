using System.Runtime.InteropServices;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Bitcoin's Merkle tree, in which the last node of an odd level is paired with itself; level by level, so that many paths cost one hashing.</summary>
internal sealed class MerkleTree
{
    private readonly List<Hash256[]> _levels;

    public MerkleTree(Hash256[] leaves)
    {
        _levels = [leaves];
        for (; leaves.Length > 1; _levels.Add(leaves = Above(leaves))) IsAmbiguous |= RepeatsNode(leaves);
    }

    /// <summary>Whether two equal neighbours make the list ambiguous (CVE-2012-2459: a repeated tail has the same root).</summary>
    public bool IsAmbiguous { get; }

    /// <summary>The root; null when it could be that of another list, or of none.</summary>
    public Hash256? Root => IsAmbiguous || _levels[^1] is not [var root] ? null : root;

    public static Hash256? RootOf(IEnumerable<Hash256> leaves) => new MerkleTree([.. leaves]).Root;

    /// <summary>The siblings from a leaf up to the root.</summary>
    public MerkleBranch Branch(int position)
    {
        var siblings = new Hash256[_levels.Count - 1];
        for (var (level, at) = (0, position); level < siblings.Length; level++, at /= 2)
        {
            siblings[level] = _levels[level][Math.Min(at ^ 1, _levels[level].Length - 1)];
        }
        return new(position, siblings, _levels[0].Length);
    }

    private static bool RepeatsNode(Hash256[] level)
    {
        for (var i = 0; i + 1 < level.Length; i += 2)
        {
            if (level[i] == level[i + 1]) return true;
        }
        return false;
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
