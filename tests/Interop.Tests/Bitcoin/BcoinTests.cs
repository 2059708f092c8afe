using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Interop.Tests.Bitcoin;

/// <summary>The roads of the ordinals plugin to a node that somebody else wrote.</summary>
public sealed class BcoinTests(BcoinChain chain) : IClassFixture<BcoinChain>
{
    private const int Witnessed = BcoinChain.SegwitHeight + 1;

    private static Network Regtest => Network.Find("regtest")!;

    private CancellationToken Ct => chain.Ct;

    [SkippableFact]
    public async Task Headers_and_blocks_come_from_it_as_from_a_peer()
    {
        var node = await chain.NodeAsync();
        using var road = Peers(node);
        var tip = await road.TipAsync(Ct);
        Assert.Equal((await node.HeightAsync(Ct), await node.HashAtAsync(tip.Height, Ct)), (tip.Height, tip.Hash.ToString()));
        foreach (var height in new[] { 1, 100, Witnessed })
        {
            var hash = (await road.HashAtAsync(height, Ct))!.Value;
            Assert.Equal(await node.HashAtAsync(height, Ct), hash.ToString());
            var block = await road.ReadBlockAsync(hash, Ct);
            Assert.Equal(await node.BlockAsync(hash.ToString(), Ct), Convert.ToHexStringLower(block.Raw.Span));
            Assert.Equal(height >= BcoinChain.SegwitHeight, block.Transactions[0].HasWitness);
        }
        var unknown = await Assert.ThrowsAnyAsync<GoatException>(() => road.ReadBlockAsync(Network.Find("mainnet")!.Genesis, Ct));
        Assert.Contains("does not have it", unknown.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_reorganisation_is_followed()
    {
        var node = await chain.NodeAsync();
        using var road = Peers(node);
        var first = await road.TipAsync(Ct);
        var waiting = road.NextTipAsync(first, Ct);
        await node.MineAsync(1, Ct);
        var old = await waiting;
        Assert.Equal((first.Height + 1, await node.HashAtAsync(first.Height + 1, Ct)), (old.Height, old.Hash.ToString()));
        waiting = road.NextTipAsync(old, Ct);
        await node.CallAsync("invalidateblock", Ct, await node.HashAtAsync(old.Height - 4, Ct));
        await node.MineAsync(9, Ct);
        var tip = await waiting;
        // The branch overtakes one block at a time, and whoever looks may find it half way.
        for (; tip.Height < old.Height + 4; tip = await road.NextTipAsync(tip, Ct)) Assert.True(tip.Height > old.Height, $"tip {tip}");
        Assert.Equal(await node.HashAtAsync(old.Height + 4, Ct), tip.Hash.ToString());
        Assert.False((await road.HeadersAsync(old.Hash, Ct)).Active);
        Assert.Equal(await node.HashAtAsync(old.Height, Ct), (await road.HashAtAsync(old.Height, Ct))!.Value.ToString());
    }

    [SkippableFact]
    public async Task The_same_chain_is_read_over_its_rpc()
    {
        var node = await chain.NodeAsync();
        using var http = new RoadHttp(TimeProvider.System);
        var settings = new RoadSettings { Kind = RoadSettings.Rpc, Url = node.Url, User = BcoinNode.User, Password = BcoinNode.Password };
        using var road = RpcRoad.Open(settings, Regtest, http, TimeProvider.System);
        var tip = await road.TipAsync(Ct);
        Assert.Equal((await node.HeightAsync(Ct), await node.HashAtAsync(tip.Height, Ct)), (tip.Height, tip.Hash.ToString()));
        var hash = (await road.HashAtAsync(Witnessed, Ct))!.Value;
        Assert.Equal(await node.BlockAsync(hash.ToString(), Ct), Convert.ToHexStringLower((await road.ReadBlockAsync(hash, Ct)).Raw.Span));
        var standing = await road.HeadersAsync(hash, Ct);
        Assert.Equal((Witnessed, true, true, tip.Height - Witnessed + 1), (standing.Height, standing.Active, standing.IsProven, standing.Confirmations));
    }

    private static PeerRoad Peers(BcoinNode node) => new(Regtest, new() { AddNodes = [node.Peer] }, null, TimeProvider.System, NullLogger.Instance);
}
