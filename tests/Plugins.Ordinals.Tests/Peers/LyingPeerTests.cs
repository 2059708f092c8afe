using System.Buffers.Binary;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain.Peers;
using GoatHost.Plugins.Ordinals.Chain.Peers.Wire;
using GoatHost.Plugins.Ordinals.Headers;
using GoatHost.Plugins.Ordinals.Tests.Stage;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Tests.Peers;

/// <summary>Peers that lie, each in its own way, and what is said of them.</summary>
public sealed class LyingPeerTests
{
    private static readonly IReadOnlyList<BlockHeader> Chain =
        [Chains.Regtest.GenesisHeader, .. Mining.Chain(Chains.Regtest.GenesisHeader, 20)];

    /// <summary>Headers that no honest peer sends, by the reason that is given.</summary>
    public static TheoryData<string> BadHeaders { get; } = [.. Headers.Keys];

    /// <summary>Bytes that no honest peer sends while it is asked for headers.</summary>
    public static TheoryData<string> BadFrames { get; } = [.. Frames.Keys];

    /// <summary>Introductions that lead to nothing.</summary>
    public static TheoryData<string> BadIntroductions { get; } = [.. Introductions.Keys];

    private static Dictionary<string, Func<IReadOnlyCollection<BlockHeader>>> Headers => new()
    {
        ["so it carries no proof of work"] = () => [Unworked(Chain[0])],
        ["easier than the network's limit"] = () => [Build(Chain[0], bits: 0x2100ffff)],
        ["is not a number above zero"] = () => [Build(Chain[0], bits: 0x04923456)],
        ["the rules of regtest ask for 207fffff"] = () => [Build(Chain[0], bits: 0x201fffff)],
        ["does not follow the one before it"] = () => [Chain[1], Chain[2], Chain[4]],
        ["lead to none that it was asked for"] = () => [Chain[9], Chain[10]],
        ["not later than the median"] = () => [.. Chain.Skip(1), Mining.Header(Chain[^1], 0, time: Chain[10].Time)],
        ["ahead of this machine's clock"] = () => [Mining.Header(Chain[0], 0, time: uint.MaxValue - 5)],
        ["announced 162084 bytes of headers"] = () => Mining.Chain(Chain[0], 2001),
    };

    private static Dictionary<string, Func<PeerLink, Task>> Frames => new()
    {
        ["speaks for another network"] = link => link.SendRawAsync(FrameCodec.Write(Chains.Mainnet.MagicBytes, Commands.Headers, [0])),
        ["checksum of its headers is wrong"] = link => link.SendRawAsync(Altered(Commands.Headers, [0], at: 20)),
        ["announced 4000001 bytes of block"] = link => link.SendRawAsync(Announcing(Commands.Block, 4_000_001)),
        ["announced 4294967295 bytes of headers"] = link => link.SendRawAsync(Announcing(Commands.Headers, uint.MaxValue)),
        ["announced 2000000 bytes of somethingnew"] = link => link.SendRawAsync(Announcing("somethingnew", 2_000_000)),
        ["the name of its message is not one"] = link => link.SendRawAsync(Altered(Commands.Headers, [0], at: 5)),
        ["a block that was not asked for"] = link => link.SendAsync(Commands.Block, new byte[200]),
        ["its headers are not whole"] = link => link.SendAsync(Commands.Headers, [2, .. new byte[100]]),
        ["its inv is not a list of hashes"] = link => link.SendAsync(Commands.Inv, [9, 1, 2, 3]),
        ["messages, "] = link => FloodAsync(link, Commands.Inv, [1, .. new byte[InventoryList.EntrySize]]),
        ["that nobody asked for"] = link => FloodAsync(link, "addr", new byte[30_000]),
        ["closed the connection"] = link =>
        {
            link.Close();
            return Task.CompletedTask;
        },
    };

    private static Dictionary<string, Func<ScriptedPeer, PeerLink, Frame, Task>> Introductions => new()
    {
        ["it is this program itself"] = (_, link, frame) => link.SendAsync(Commands.Version, frame.Payload.ToArray()),
        ["speaks version 0 of the protocol"] = (peer, link, _) => SayAsync(peer, link, peer.Version with { Protocol = 0 }),
        ["does not keep every block with its witnesses"] = (peer, link, _) =>
            SayAsync(peer, link, peer.Version with { Services = PeerServices.Network | PeerServices.NetworkLimited }),
        ["before it introduced itself"] = (_, link, _) => link.SendAsync(Commands.Verack),
        ["introduced itself twice"] = async (peer, link, _) =>
        {
            await link.SendAsync(Commands.Version, peer.Version.Write(0));
            await link.SendAsync(Commands.Version, peer.Version.Write(0));
        },
        ["its version message is not one"] = (_, link, _) => link.SendAsync(Commands.Version, new byte[40]),
        ["announced 1025 bytes of version"] = (_, link, _) => link.SendRawAsync(Announcing(Commands.Version, 1025)),
        ["never ended its introduction"] = async (peer, link, _) =>
        {
            await link.SendAsync(Commands.Version, peer.Version.Write(0));
            for (var i = 0; i < 40; i++) await link.SendAsync("feefilter", new byte[8]);
        },
        ["closed the connection and did not introduce itself"] = (_, link, _) =>
        {
            link.Close();
            return Task.CompletedTask;
        },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task Headers_that_break_a_rule(string reason)
    {
        await using var liar = new ScriptedPeer(Chain);
        liar.On[Commands.GetHeaders] = (link, _) => link.SendHeadersAsync(Headers[reason]());
        await IsDroppedAsync(liar, reason);
        await using var honest = new ScriptedPeer(Chain);
        using var road = ScriptedPeer.Road(liar, honest);
        Assert.Equal(new(20, Chain[20].Hash), await road.TipAsync(default));
    }

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task Bytes_that_are_none_of_the_protocol(string reason)
    {
        await using var liar = new ScriptedPeer(Chain);
        liar.On[Commands.GetHeaders] = (link, _) => Frames[reason](link);
        // Only what comes before the end of the answer is looked at, so the liar never ends it.
        liar.On[Commands.Ping] = (_, _) => Task.CompletedTask;
        await IsDroppedAsync(liar, reason);
    }

    [Theory]
    [MemberData(nameof(BadIntroductions))]
    public async Task Introductions_that_lead_nowhere(string reason)
    {
        await using var liar = new ScriptedPeer(Chain);
        liar.On[Commands.Version] = (link, frame) => Introductions[reason](liar, link, frame);
        await IsDroppedAsync(liar, reason);
    }

    [Fact]
    public async Task Headers_without_end_and_with_little_work_take_no_memory()
    {
        var network = Chains.Regtest with { MinimumWork = 1_000_000, MaximumUnproven = 5000 };
        await using var liar = new ScriptedPeer([Chains.Regtest.GenesisHeader]);
        var last = Chains.Regtest.GenesisHeader;
        liar.On[Commands.GetHeaders] = async (link, _) =>
        {
            var more = Mining.Chain(last, HeadersMessage.Maximum);
            last = more[^1];
            await link.SendHeadersAsync(more);
        };
        using var road = new PeerRoad(network, new() { AddNodes = [liar.Address] }, null, TimeProvider.System, new Said());
        var error = await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Contains("it sent 6000 headers that have too little work", error.Message, StringComparison.Ordinal);
        Assert.Null(await road.HashAtAsync(1, default));
    }

    [Fact]
    public async Task A_chain_with_less_work_than_the_real_one_is_not_kept()
    {
        var network = Chains.Regtest with { MinimumWork = 1000 };
        await using var liar = new ScriptedPeer(Chain);
        using var road = new PeerRoad(network, new() { AddNodes = [liar.Address] }, null, TimeProvider.System, new Said());
        var error = await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Contains("the real regtest has 3e8 or more", error.Message, StringComparison.Ordinal);
        Assert.Null(await road.HashAtAsync(1, default));
    }

    [Fact]
    public async Task The_same_headers_again_and_again_end()
    {
        var full = Mining.Chain(Chain[0], HeadersMessage.Maximum);
        await using var liar = new ScriptedPeer(Chain);
        liar.On[Commands.GetHeaders] = (link, _) => link.SendHeadersAsync(full);
        await IsDroppedAsync(liar, "go in circles");
    }

    [Theory]
    [InlineData("lacks the 32-byte witness nonce")]
    [InlineData("its transactions hash to")]
    [InlineData("a block that was not asked for")]
    [InlineData("are not a block")]
    [InlineData("its Merkle tree repeats a node")]
    [InlineData("closed the connection")]
    public async Task Blocks_that_are_not_the_one(string reason)
    {
        using var files = Chains.Road(Chains.RegtestBlocks);
        var chain = await files.ReadChainAsync();
        var wanted = chain.MaxBy(block => block.Transactions.Count)!;
        await using var liar = ScriptedPeer.Of(chain);
        liar.On[Commands.GetData] = (link, _) =>
        {
            if (reason == "closed the connection") link.Close();
            return reason == "closed the connection" ? Task.CompletedTask : link.SendAsync(Commands.Block, Forged(wanted, chain[111], reason));
        };
        using var road = ScriptedPeer.Road(liar);
        await road.TipAsync(default);
        var error = await Assert.ThrowsAsync<GoatException>(() => road.ReadBlockAsync(wanted.Header.Hash, default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        // An honest peer beside it is asked next.
        await using var honest = ScriptedPeer.Of(chain);
        using var both = ScriptedPeer.Road(liar, honest);
        await both.TipAsync(default);
        Assert.Equal(wanted.Raw.ToArray(), (await both.ReadBlockAsync(wanted.Header.Hash, default)).Raw.ToArray());
    }

    [Fact]
    public async Task A_proven_liar_is_not_asked_again()
    {
        await using var liar = new ScriptedPeer(Chain);
        liar.On[Commands.GetHeaders] = (link, _) => link.SendHeadersAsync(Unworked(Chain[0]));
        var clock = new HandClock();
        using var road = ScriptedPeer.Road(clock, new(), liar);
        await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Single(liar.Asked, command => command == Commands.Version);
    }

    private static async Task IsDroppedAsync(ScriptedPeer liar, string reason)
    {
        using var road = ScriptedPeer.Road(liar);
        var error = await Assert.ThrowsAsync<GoatException>(() => road.TipAsync(default));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(liar.Address, error.Message, StringComparison.Ordinal);
    }

    private static BlockHeader Unworked(BlockHeader parent)
    {
        for (uint nonce = 0; ; nonce++)
        {
            var header = Build(parent, nonce: nonce);
            if (CompactTarget.WorkFlaw(header.Hash, header.Bits, Chains.Regtest.LimitBits, out _) is not null) return header;
        }
    }

    /// <summary>A header of any bits, worked for where that is soon done.</summary>
    private static BlockHeader Build(BlockHeader parent, uint bits = 0x207fffff, uint? nonce = null)
    {
        for (var tried = nonce ?? 0; ; tried++)
        {
            var header = BlockHeader.Build(4, parent.Hash, default, parent.Time + 1, bits, tried);
            if (nonce is not null || bits != 0x201fffff || CompactTarget.WorkFlaw(header.Hash, bits, bits, out _) is null) return header;
        }
    }

    private static byte[] Forged(Block wanted, Block other, string reason)
    {
        var raw = wanted.Raw.ToArray();
        switch (reason)
        {
            case "a block that was not asked for":
                return other.Raw.ToArray();
            case "are not a block":
                return raw[..^1];
            case "its transactions hash to":
                return [.. raw[..BlockHeader.Size], .. other.Raw.Span[BlockHeader.Size..]];
            case "its Merkle tree repeats a node":
                var last = wanted.Transactions[^1];
                var more = wanted.Transactions.Count % 2 == 0 ? 2 : 1;
                return Rewritten(wanted, [.. wanted.Transactions, .. Enumerable.Repeat(last, more)], witness: true);
            default:
                return Rewritten(wanted, wanted.Transactions, witness: false);
        }
    }

    private static byte[] Rewritten(Block block, IReadOnlyList<Transaction> transactions, bool witness) =>
    [
        .. block.Raw.Span[..BlockHeader.Size], (byte)transactions.Count,
        .. transactions.SelectMany(tx => TransactionWriter.Write(tx, witness).ToArray()),
    ];

    private static byte[] Altered(string command, byte[] payload, int at)
    {
        var bytes = FrameCodec.Write(Chains.Regtest.MagicBytes, command, payload);
        bytes[at] ^= 0x80;
        return bytes;
    }

    private static byte[] Announcing(string command, uint length)
    {
        var bytes = FrameCodec.Write(Chains.Regtest.MagicBytes, command, []);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), length);
        return bytes;
    }

    private static async Task FloodAsync(PeerLink link, string command, byte[] payload)
    {
        for (var i = 0; i < UnaskedBudget.MaximumFrames + 10; i++) await link.SendAsync(command, payload);
    }

    private static Task SayAsync(ScriptedPeer peer, PeerLink link, VersionMessage version) =>
        link.SendAsync(Commands.Version, version.Write(peer.Chain.Count));
}
