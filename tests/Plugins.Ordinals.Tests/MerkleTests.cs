using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>The ways in which a Merkle tree of Bitcoin's kind can be abused.</summary>
public sealed class MerkleTests
{
    private static readonly Hash256[] Leaves = [.. Enumerable.Range(0, 6).Select(i => Hash256.DoubleSha256([(byte)i]))];

    [Fact]
    public void Refuses_a_repeated_tail_that_has_the_same_root() // CVE-2012-2459
    {
        Hash256[] repeated = [.. Leaves, .. Leaves[4..]];
        Assert.NotNull(new MerkleTree([.. Leaves]).Root);
        Assert.Null(new MerkleTree([.. repeated]).Root);
        var root = new MerkleTree([.. Leaves]).Root!.Value;
        Assert.NotNull((new MerkleTree([.. Leaves]).Branch(4) with { Position = 6 }).Flaw(Leaves[4], root));
        Assert.NotNull((new MerkleTree([.. Leaves]).Branch(4) with { Position = 6, Count = null }).Flaw(Leaves[4], root));
    }

    [Fact]
    public void Refuses_an_inner_node_in_the_place_of_a_transaction() // CVE-2017-12842
    {
        var root = new MerkleTree([.. Leaves]).Root!.Value;
        var whole = new MerkleTree([.. Leaves]).Branch(2);
        var inner = new MerkleBranch(1, [.. whole.Siblings.Skip(1)], Leaves.Length);
        Assert.NotNull(inner.Flaw(Hash256.Join(Leaves[2], Leaves[3]), root));
    }

    [Fact]
    public void Refuses_a_position_or_a_depth_that_does_not_fit()
    {
        var root = new MerkleTree([.. Leaves]).Root!.Value;
        var branch = new MerkleTree([.. Leaves]).Branch(2);
        Assert.Null(branch.Flaw(Leaves[2], root));
        Assert.NotNull((branch with { Position = 10 }).Flaw(Leaves[2], root));
        Assert.NotNull((branch with { Position = -1 }).Flaw(Leaves[2], root));
        Assert.NotNull((branch with { Count = 3 }).Flaw(Leaves[2], root));
        Assert.NotNull((branch with { Siblings = [.. branch.Siblings, .. Enumerable.Repeat(root, 20)] }).Flaw(Leaves[2], root));
    }
}
