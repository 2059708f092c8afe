using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Tests.Stage;

namespace GoatHost.Plugins.Ordinals.Tests.Peers;

/// <summary>Peers that stop in the middle. The clock stands until they do, and then an hour passes.</summary>
public sealed class StallingPeerTests
{
    private readonly HandClock _clock = new();
    private readonly Said _said = new();

    [Theory]
    [InlineData(Commands.Version, "did not introduce itself within 20 seconds")]
    [InlineData(Commands.GetHeaders, "did not answer getheaders within 60 seconds")]
    public async Task A_peer_that_says_nothing_more(string stage, string reason)
    {
        await using var peer = new ScriptedPeer(Chain());
        peer.On[stage] = (_, _) => StallAsync(peer);
        await IsDroppedAsync(peer, reason);
    }

    [Fact]
    public async Task A_peer_that_introduces_itself_by_halves()
    {
        await using var peer = new ScriptedPeer(Chain());
        peer.On[Commands.Version] = async (link, _) => await link.SendAsync(Commands.Version, peer.Version.Write(0));
        // The last word of the handshake on this side; the peer's own never comes.
        peer.On[Commands.Verack] = (_, _) => StallAsync(peer);
        await IsDroppedAsync(peer, "did not introduce itself within 20 seconds");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(FrameCodec.HeaderSize)]
    [InlineData(FrameCodec.HeaderSize + 40)]
    public async Task A_peer_that_sends_a_part_of_its_headers(int length)
    {
        await using var peer = new ScriptedPeer(Chain());
        peer.On[Commands.GetHeaders] = async (link, frame) =>
            await link.SendRawAsync(FrameCodec.Write(Chains.Regtest.MagicBytes, Commands.Headers, PeerLink.Write(peer.Following(frame)))[..length]);
        // The whole question is read before the hour passes, so no other deadline is running.
        peer.On[Commands.Ping] = (_, _) => StallAsync(peer);
        await IsDroppedAsync(peer, "did not answer getheaders within 60 seconds");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_peer_that_stops_in_a_block(int length)
    {
        using var files = Chains.Road(Chains.RegtestBlocks);
        var chain = await files.ReadChainAsync();
        await using var peer = ScriptedPeer.Of(chain);
        var asked = false;
        peer.On[Commands.GetData] = async (link, _) =>
        {
            asked = true;
            await link.SendRawAsync(FrameCodec.Write(Chains.Regtest.MagicBytes, Commands.Block, chain[5].Raw.Span)[..length]);
        };
        peer.On[Commands.Ping] = (link, frame) => asked ? StallAsync(peer) : peer.HonestAsync(link, frame);
        using var road = ScriptedPeer.Road(_clock, _said, peer);
        await road.TipAsync(default);
        var error = await Assert.ThrowsAsync<GoatException>(() => road.ReadBlockAsync(chain[5].Header.Hash, default));
        Assert.Contains("did not answer getdata within 120 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_lost_its_patience_is_asked_again_later()
    {
        await using var peer = new ScriptedPeer(Chain());
        peer.On[Commands.GetHeaders] = (_, _) => StallAsync(peer);
        using var road = ScriptedPeer.Road(_clock, _said, peer);
        await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        peer.On.Remove(Commands.GetHeaders);
        // At once it is left alone; a minute later it may have come to itself.
        await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(12, (await road.TipAsync(default)).Height);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_nothing_behind()
    {
        await using var peer = new ScriptedPeer(Chain());
        using var giving = new CancellationTokenSource();
        peer.On[Commands.GetHeaders] = (_, _) => giving.CancelAsync();
        using var road = ScriptedPeer.Road(_clock, _said, peer);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => road.TipAsync(giving.Token));
        peer.On.Remove(Commands.GetHeaders);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(12, (await road.TipAsync(default)).Height);
    }

    private async Task IsDroppedAsync(ScriptedPeer peer, string reason)
    {
        using var road = ScriptedPeer.Road(_clock, _said, peer);
        var error = await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private Task StallAsync(ScriptedPeer peer)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        // Who stalls answers nothing that was sent before the other side gave up, either.
        return peer.KeepSilentAsync();
    }

    private static List<BlockHeader> Chain() => [Chains.Regtest.GenesisHeader, .. Mining.Chain(Chains.Regtest.GenesisHeader, 12)];
}
