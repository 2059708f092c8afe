using System.Buffers;
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

    /// <summary>The root alone, null as <see cref="Root"/>: where no path is asked for, the levels need not be kept.</summary>
    public static Hash256? RootOf(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.IsEmpty) return null;
        var level = ArrayPool<Hash256>.Shared.Rent(leaves.Length);
        var parents = ArrayPool<Hash256>.Shared.Rent(leaves.Length);
        leaves.CopyTo(level);
        var (count, isAmbiguous) = (leaves.Length, false);
        for (; count > 1 && !isAmbiguous; count = (count + 1) / 2)
        {
            isAmbiguous = RepeatsNode(level.AsSpan(0, count));
            HashPairs(level.AsSpan(0, count & ~1), parents);
            if (count % 2 == 1) parents[count / 2] = Hash256.Join(level[count - 1], level[count - 1]);
            (level, parents) = (parents, level);
        }
        var root = level[0];
        ArrayPool<Hash256>.Shared.Return(level);
        ArrayPool<Hash256>.Shared.Return(parents);
        return isAmbiguous ? null : root;
    }

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

    private static bool RepeatsNode(ReadOnlySpan<Hash256> level)
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
        HashPairs(pairs, parents);
        return parents;
    }

    private static void HashPairs(ReadOnlySpan<Hash256> pairs, Span<Hash256> parents)
    {
        var messages = ArrayPool<Message>.Shared.Rent(pairs.Length / 2);
        for (var i = 0; i < pairs.Length / 2; i++) messages[i] = new(2 * Hash256.Size * i, 2 * Hash256.Size);
        DoubleSha256.HashAll(MemoryMarshal.AsBytes(pairs), messages.AsSpan(0, pairs.Length / 2), parents);
        ArrayPool<Message>.Shared.Return(messages);
    }
}
