using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Peers;

/// <summary>The road through the network itself, with honest peers and with some that have less.</summary>
public sealed class PeerRoadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Follows_the_chain_and_reads_its_blocks_with_their_witnesses()
    {
        var chain = await ChainAsync();
        await using var peer = ScriptedPeer.Of(chain);
        using var road = ScriptedPeer.Road(peer);
        Assert.Equal(new(chain.Count - 1, chain[^1].Header.Hash), await road.TipAsync(default));
        foreach (var height in new[] { 0, 1, 110, chain.Count - 1 })
        {
            var hash = (await road.HashAtAsync(height, default))!.Value;
            Assert.Equal(chain[height].Raw.ToArray(), (await road.ReadBlockAsync(hash, default)).Raw.ToArray());
        }
        var standing = await road.HeadersAsync(chain[110].Header.Hash, default);
        Assert.Equal((110, true, true, chain.Count - 110), (standing.Height, standing.Active, standing.IsProven, standing.Confirmations));
        Assert.Null(await road.HashAtAsync(chain.Count, default));
    }

    [Fact]
    public async Task Finds_a_transaction_and_what_it_spends_only_near_the_tip()
    {
        var chain = await ChainAsync();
        await using var peer = ScriptedPeer.Of(chain);
        using var road = ScriptedPeer.Road(peer);
        var last = chain[^1].Transactions[0].TxId;
        Assert.Equal(chain[^1].Header.Hash, await road.FindAsync(last, default));
        var error = await Assert.ThrowsAsync<RoadClosedException>(() => road.FindAsync(chain[50].Transactions[0].TxId, default));
        Assert.Contains("?height=", error.Message, StringComparison.Ordinal);
        // Every commit of this chain that lies within reach below its reveal.
        var found = 0;
        foreach (var block in chain.Skip(100))
        {
            for (var position = 1; position < block.Transactions.Count; position++)
            {
                var funding = await road.FundingAsync(block, position, [0], default);
                Assert.All(funding, pair => Assert.Equal(pair.Key.TxId, pair.Value.Commit!.TxId));
                found += funding.Count;
            }
        }
        Assert.True(found > 3, $"{found} found");
    }

    [Fact]
    public async Task Takes_the_chain_with_most_work_and_drops_a_peer_that_has_less()
    {
        var chain = Headers(40);
        var said = new Said();
        await using var longer = new ScriptedPeer(chain);
        await using var shorter = new ScriptedPeer(chain.Take(20));
        await using var fork = new ScriptedPeer([.. chain.Take(31), .. Mining.Chain(chain[30], 2, salt: 5)]);
        using var road = ScriptedPeer.Road(TimeProvider.System, said, shorter, fork, longer);
        Assert.Equal(new(40, chain[40].Hash), await road.TipAsync(default));
        Assert.Contains("less", Assert.Single(said.Dropped(shorter)), StringComparison.Ordinal);
        Assert.Contains("ends at height 32", Assert.Single(said.Dropped(fork)), StringComparison.Ordinal);
        Assert.Empty(said.Dropped(longer));
    }

    [Fact]
    public async Task A_peer_one_block_behind_is_kept()
    {
        var chain = Headers(40);
        var said = new Said();
        await using var ahead = new ScriptedPeer(chain);
        await using var behind = new ScriptedPeer(chain.SkipLast(1));
        using var road = ScriptedPeer.Road(TimeProvider.System, said, ahead, behind);
        Assert.Equal(40, (await road.TipAsync(default)).Height);
        Assert.Equal(40, (await road.TipAsync(default)).Height);
        Assert.DoesNotContain(said.Lines, line => line.Contains("dropped", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Follows_the_tip_and_a_reorganisation_that_a_peer_announces(bool byHeaders)
    {
        var chain = Headers(12);
        await using var peer = new ScriptedPeer(chain);
        // Without the clock moving there is no polling: what is heard was announced.
        using var road = ScriptedPeer.Road(new HandClock(), new(), peer);
        using var patience = new CancellationTokenSource(Patience);
        Assert.Same(road, new RoadTrip([road]).Following);
        var tip = await road.TipAsync(patience.Token);
        List<BlockHeader> longer = [.. chain, .. Mining.Chain(chain[^1], 1)], other = [.. chain.Take(10), .. Mining.Chain(chain[9], 6, salt: 3)];
        foreach (var next in new[] { longer, other })
        {
            var waiting = road.NextTipAsync(tip, patience.Token);
            // The first look finds nothing new; only then is there something to hear.
            await UntilAsync(() => peer.Asked.Count(command => command == Commands.GetHeaders) >= 2, patience.Token);
            peer.Chain = next;
            await peer.TellAsync(link => byHeaders
                ? link.SendHeadersAsync(next[^1])
                : link.SendAsync(Commands.Inv, InventoryList.WriteOne(InventoryList.Block, next[^1].Hash)));
            tip = await waiting;
            Assert.Equal(new(next.Count - 1, next[^1].Hash), tip);
            peer.Asked.Clear();
            peer.Asked.Enqueue(Commands.GetHeaders);
        }
        Assert.NotEqual(chain[12].Hash, await road.HashAtAsync(12, default));
    }

    [Fact]
    public async Task More_than_an_answer_of_headers_is_asked_for_in_several()
    {
        var chain = Headers(4500);
        await using var peer = new ScriptedPeer(chain);
        using var road = ScriptedPeer.Road(peer);
        Assert.Equal(4500, (await road.TipAsync(default)).Height);
        Assert.Equal(3, peer.Asked.Count(command => command == Commands.GetHeaders));
    }

    [Fact]
    public async Task A_block_that_one_peer_does_not_have_comes_from_another()
    {
        var chain = await ChainAsync();
        await using var silent = new ScriptedPeer(chain.Select(block => block.Header));
        await using var sayer = new ScriptedPeer(chain.Select(block => block.Header));
        sayer.On[Commands.GetData] = (link, frame) => link.SendAsync(Commands.NotFound, frame.Payload.ToArray());
        using var poor = ScriptedPeer.Road(silent, sayer);
        await poor.TipAsync(default);
        var error = await Assert.ThrowsAsync<GoatException>(() => poor.ReadBlockAsync(chain[9].Header.Hash, default));
        Assert.Equal(2, error.Message.Split("does not have it").Length - 1);
        await using var whole = ScriptedPeer.Of(chain);
        using var road = ScriptedPeer.Road(silent, sayer, whole);
        await road.TipAsync(default);
        Assert.Equal(chain[9].Header.Hash, (await road.ReadBlockAsync(chain[9].Header.Hash, default)).Header.Hash);
    }

    [Fact]
    public async Task Many_blocks_may_be_asked_for_at_once()
    {
        var chain = await ChainAsync();
        await using var one = ScriptedPeer.Of(chain);
        await using var two = ScriptedPeer.Of(chain);
        using var road = ScriptedPeer.Road(one, two);
        await road.TipAsync(default);
        var blocks = await Task.WhenAll(chain.Select(block => road.ReadBlockAsync(block.Header.Hash, default)));
        Assert.Equal(chain.Select(block => block.Header.Hash), blocks.Select(block => block.Header.Hash));
        Assert.All([one, two], peer => Assert.Contains(Commands.GetData, peer.Asked));
    }

    [Fact]
    public async Task Without_a_peer_it_says_what_to_set()
    {
        using var road = ScriptedPeer.Road();
        var error = await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Contains("set \"peers\" to a list of host:port", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Block>> ChainAsync()
    {
        using var files = Chains.Road(Chains.RegtestBlocks);
        return await files.ReadChainAsync();
    }

    private static List<BlockHeader> Headers(int height) =>
        [Chains.Regtest.GenesisHeader, .. Mining.Chain(Chains.Regtest.GenesisHeader, height)];

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition()) await Task.Delay(10, ct);
    }
}
