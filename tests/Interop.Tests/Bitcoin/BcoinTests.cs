using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals;
using GoatHost.Plugins.Ordinals.Chain.Http;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Rpc;
using GoatHost.Plugins.Ordinals.Headers;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Interop.Tests.Bitcoin;

/// <summary>The roads of the ordinals plugin to a node that somebody else wrote.</summary>
public sealed class BcoinTests : IAsyncLifetime, IDisposable
{
    /// <summary>Segwit begins at height 432 of its regtest (BIP9).</summary>
    private const int Height = 440, Witnessed = 436;

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(5));
    private BcoinNode? _node;

    private static Network Regtest => Network.Find("regtest")!;

    private CancellationToken Ct => _patience.Token;

    private BcoinNode Node => _node!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }

    public void Dispose() => _patience.Dispose();

    [SkippableFact]
    public async Task Headers_and_blocks_come_from_it_as_from_a_peer()
    {
        await StartAsync();
        using var road = Peers();
        var tip = await road.TipAsync(Ct);
        Assert.Equal((Height, await Node.HashAtAsync(Height, Ct)), (tip.Height, tip.Hash.ToString()));
        foreach (var height in new[] { 1, 100, Witnessed })
        {
            var hash = (await road.HashAtAsync(height, Ct))!.Value;
            Assert.Equal(await Node.HashAtAsync(height, Ct), hash.ToString());
            var block = await road.ReadBlockAsync(hash, Ct);
            Assert.Equal(await RawAsync(hash.ToString()), Convert.ToHexStringLower(block.Raw.Span));
            Assert.Equal(height >= 432, block.Transactions[0].HasWitness);
        }
        var unknown = await Assert.ThrowsAnyAsync<GoatException>(() => road.ReadBlockAsync(Network.Find("mainnet")!.Genesis, Ct));
        Assert.Contains("does not have it", unknown.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_reorganisation_is_followed()
    {
        await StartAsync();
        using var road = Peers();
        var tip = await road.TipAsync(Ct);
        var waiting = road.NextTipAsync(tip, Ct);
        await Node.MineAsync(1, Ct);
        tip = await waiting;
        Assert.Equal((Height + 1, await Node.HashAtAsync(Height + 1, Ct)), (tip.Height, tip.Hash.ToString()));
        var gone = tip.Hash;
        waiting = road.NextTipAsync(tip, Ct);
        await Node.CallAsync("invalidateblock", Ct, await Node.HashAtAsync(Height - 4, Ct));
        await Node.MineAsync(9, Ct);
        // The branch overtakes one block at a time, and each tip above the old one is a tip.
        for (tip = await waiting; tip.Height < Height + 4; tip = await road.NextTipAsync(tip, Ct)) Assert.True(tip.Height > Height);
        Assert.Equal(await Node.HashAtAsync(Height + 4, Ct), tip.Hash.ToString());
        Assert.False((await road.HeadersAsync(gone, Ct)).Active);
        Assert.Equal(await Node.HashAtAsync(Height, Ct), (await road.HashAtAsync(Height, Ct))!.Value.ToString());
    }

    [SkippableFact]
    public async Task The_same_chain_is_read_over_its_rpc()
    {
        await StartAsync();
        using var http = new RoadHttp(TimeProvider.System);
        var settings = new RoadSettings { Kind = RoadSettings.Rpc, Url = Node.Url, User = BcoinNode.User, Password = BcoinNode.Password };
        using var road = RpcRoad.Open(settings, Regtest, http, TimeProvider.System);
        var tip = await road.TipAsync(Ct);
        Assert.Equal((Height, await Node.HashAtAsync(Height, Ct)), (tip.Height, tip.Hash.ToString()));
        var hash = (await road.HashAtAsync(Witnessed, Ct))!.Value;
        Assert.Equal(await RawAsync(hash.ToString()), Convert.ToHexStringLower((await road.ReadBlockAsync(hash, Ct)).Raw.Span));
        var standing = await road.HeadersAsync(hash, Ct);
        Assert.Equal((Witnessed, true, true, Height - Witnessed + 1), (standing.Height, standing.Active, standing.IsProven, standing.Confirmations));
    }

    private async Task StartAsync()
    {
        _node = await BcoinNode.StartAsync(Ct);
        await Node.MineAsync(Height, Ct);
    }

    private PeerRoad Peers() => new(Regtest, new() { AddNodes = [Node.Peer] }, null, TimeProvider.System, NullLogger.Instance);

    private async Task<string> RawAsync(string hash) => (await Node.CallAsync("getblock", Ct, hash, false))!.GetValue<string>();
}
