using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>Real headers under the rules of their networks, and headers that break them.</summary>
public sealed class HeaderTests
{
    [SkippableFact]
    public void Follows_mainnet_from_its_genesis_block()
    {
        var tree = Follow(Chains.Mainnet, "mainnet-0-10237.bin", 0);
        Assert.True(tree.ReachesGenesis);
        Assert.Equal(10_236, tree.Best!.Height);
        // Real as it is, a chain this short could have been mined by anyone since.
        var standing = HeaderStanding.Of(Chains.Mainnet, tree, tree.At(10_000)!);
        Assert.Equal((true, false, 237), (standing.Active, standing.IsProven, standing.Confirmations));
        Assert.Contains("less than the real chain has (88e186b70e0862c193ec44d6)", standing.Describe(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Follows_mainnet_over_a_change_of_its_target()
    {
        var tree = Follow(Chains.Mainnet, "mainnet-766080-2120.bin", 766_080);
        Assert.False(tree.ReachesGenesis);
        Assert.Equal(
            (768_199, "000000000000000000004d35d8fe2fa1f4d4670874989fb599c2115f76f32c55"), (tree.Best!.Height, tree.Best.Hash.ToString()));
        Assert.NotEqual(tree.Anchor!.Bits, tree.Best.Bits);
    }

    [SkippableFact]
    public void Refuses_a_target_that_the_rules_do_not_ask_for()
    {
        var headers = Read("mainnet-766080-2120.bin");
        var tree = new HeaderTree(Chains.Mainnet, TimeProvider.System);
        // Begun one block late, the tree takes the block after the change for one inside a period.
        tree.SetAnchor(headers[0], 766_081);
        var flaw = headers.Skip(1).Select(tree.Offer).First(problem => problem is not null);
        Assert.Contains("the rules of mainnet ask for", flaw, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Follows_signet_from_its_genesis_block() =>
        Assert.True(Follow(Network.Find("signet")!, "signet-0-2016.bin", 0).ReachesGenesis);

    [Theory]
    [InlineData(0x01003456u)] // zero
    [InlineData(0x04923456u)] // negative
    [InlineData(0xff123456u)] // wider than a hash
    public void Refuses_a_target_that_is_no_target(uint bits) => Assert.False(CompactTarget.TryRead(bits, out _));

    [Fact]
    public void Prefers_work_to_order_and_names_a_rival()
    {
        var network = Chains.Regtest;
        var tree = new HeaderTree(network, TimeProvider.System);
        var genesis = Mine(default, 0);
        tree.SetAnchor(genesis, 0);
        var a1 = Mine(genesis, 1);
        var b1 = Mine(genesis, 2);
        var b2 = Mine(b1, 3);
        Assert.All([a1, b2], header => Assert.Null(tree.Offer(header)));
        Assert.Equal(a1.Hash, tree.Best!.Hash);
        Assert.Null(tree.Rival);
        tree.Offer(b1);
        Assert.Equal((b2.Hash, 2), (tree.Best.Hash, tree.Best.Height));
        Assert.Equal([a1.Hash], tree.Stale().Select(node => node.Hash));
        var a2 = Mine(a1, 4);
        tree.Offer(a2);
        Assert.Equal((b2.Hash, a2.Hash), (tree.Best.Hash, tree.Rival!.Hash));
    }

    [Fact]
    public void Refuses_a_time_that_is_not_after_the_median()
    {
        var tree = new HeaderTree(Chains.Regtest, TimeProvider.System);
        var genesis = Mine(default, 0);
        tree.SetAnchor(genesis, 0);
        Assert.Contains("median", tree.Offer(Mine(genesis, 1, time: genesis.Time)), StringComparison.Ordinal);
        Assert.Contains("ahead of this machine's clock", tree.Offer(Mine(genesis, 1, time: uint.MaxValue)), StringComparison.Ordinal);
    }

    private static HeaderTree Follow(Network network, string file, int height)
    {
        var headers = Read(file);
        var tree = new HeaderTree(network, TimeProvider.System);
        tree.SetAnchor(headers[0], height);
        foreach (var header in headers.Skip(1)) Assert.Null(tree.Offer(header));
        Assert.Equal(height + headers.Count - 1, tree.Best!.Height);
        return tree;
    }

    private static List<BlockHeader> Read(string file) =>
        [.. File.ReadAllBytes(Chains.Public($"mainnet/headers/{file}")).Chunk(BlockHeader.Size).Select(bytes => BlockHeader.Read(bytes))];

    private static BlockHeader Mine(BlockHeader? parent, byte salt, uint? time = null) => Mining.Header(parent, salt, time);
}
