using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests;

/// <summary>What this program knows of the networks by heart.</summary>
public sealed class NetworkTests
{
    [Theory]
    [InlineData("mainnet", "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f", 8333)]
    [InlineData("testnet3", "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943", 18333)]
    [InlineData("testnet4", "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043", 48333)]
    [InlineData("signet", "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6", 38333)]
    [InlineData("regtest", "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206", 18444)]
    public void Every_network_begins_with_its_genesis_block(string name, string hash, int port)
    {
        var network = Network.Find(name)!;
        Assert.Equal((hash, port), (network.Genesis.ToString(), network.PeerPort));
        Assert.Null(CompactTarget.WorkFlaw(network.Genesis, network.GenesisHeader.Bits, network.LimitBits, out _));
    }

    [Fact]
    public void The_magic_of_signet_is_the_hash_of_its_challenge()
    {
        var challenge = Network.Find("signet")!.Challenge!.Value;
        var hash = Hash256.DoubleSha256([(byte)challenge.Length, .. challenge.Span]);
        Assert.Equal(Network.Find("signet")!.MagicBytes, hash.LowBits);
    }

    [Fact]
    public void A_chain_that_goes_past_a_checkpoint_another_way_is_refused()
    {
        var chain = Mining.Chain(Chains.Regtest.GenesisHeader, 5);
        var network = Chains.Regtest with { Checkpoints = [new(3, chain[2].Hash)] };
        var tree = new HeaderTree(network, TimeProvider.System);
        tree.SetAnchor(network.GenesisHeader, 0);
        Assert.All(chain, header => Assert.Null(tree.Offer(header)));
        var other = Mining.Chain(chain[1], 1, salt: 9);
        Assert.Contains($"has block {chain[2].Hash}", tree.Offer(other[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_from_a_checkpoint_has_the_work_below_it()
    {
        var chain = Mining.Chain(Chains.Regtest.GenesisHeader, 5);
        var tree = new HeaderTree(Chains.Regtest with { Checkpoints = [new(3, chain[2].Hash, 1000)] }, TimeProvider.System);
        tree.SetAnchor(chain[2], 3);
        Assert.Null(tree.Offer(chain[3]));
        Assert.Equal((UInt128)1002, tree.Best!.Work);
    }

    [SkippableFact]
    public void A_change_of_the_target_is_bounded_even_where_its_period_is_not_known()
    {
        var headers = File.ReadAllBytes(Chains.Public("mainnet/headers/mainnet-766080-2120.bin")).Chunk(BlockHeader.Size)
            .Select(bytes => BlockHeader.Read(bytes)).ToList();
        var tree = new HeaderTree(Chains.Mainnet, TimeProvider.System);
        tree.SetAnchor(headers[1000], 767_080);
        Assert.All(headers.Skip(1001), header => Assert.Null(tree.Offer(header)));
        // The last block before the change, but said to stand much easier: the real next is then too far from it.
        var far = new HeaderTree(Chains.Mainnet, TimeProvider.System);
        far.SetAnchor(headers[2015] with { Bits = 0x1a01ffff }, 768_095);
        Assert.Contains("than one change of the difficulty can be", far.Offer(headers[2016]), StringComparison.Ordinal);
    }
}
