using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Bencoding;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Tests.Swarms;

/// <summary>Peers that lie, stall or break the protocol, beside one that does not.</summary>
public sealed class HostilePeerTests
{
    private static readonly TestTorrent Torrent = new(32768, ("a.bin", 1_500_000));

    [Fact]
    public async Task A_poisoner_beside_an_honest_peer_does_not_stop_the_fetch()
    {
        await using var liar = new ScriptedPeer(Torrent.Info, t => ScriptedPeer.SeedAsync(t, Torrent, Poison));
        await using var honest = new ScriptedPeer(Torrent.Info, t => ScriptedPeer.SeedAsync(t, Torrent));
        await FetchAsync(liar.Address, honest.Address);
        Assert.Equal(1, liar.Taken);
    }

    [Fact]
    public async Task A_peer_that_poisons_a_single_block_is_found_out()
    {
        await using var liar = new ScriptedPeer(Torrent.Info, t => ScriptedPeer.SeedAsync(t, Torrent, (b, bytes) => b.Offset == 0
            ? Poison(b, bytes)
            : bytes));
        await using var honest = new ScriptedPeer(Torrent.Info, t => ScriptedPeer.SeedAsync(t, Torrent));
        await FetchAsync(liar.Address, honest.Address);
    }

    [Fact]
    public async Task A_peer_without_the_fast_extension_that_chokes_in_between_is_asked_again()
    {
        var choked = false;
        await using var moody = new ScriptedPeer(Torrent.Info, async talk =>
        {
            await talk.SendAsync(MessageId.Bitfield, Full());
            await talk.ReceiveAsync(MessageId.Interested);
            await talk.SendAsync(MessageId.Unchoke);
            while (true)
            {
                var block = ScriptedPeer.Conversation.Block(await talk.ReceiveAsync(MessageId.Request));
                if (!choked)
                {
                    choked = true;
                    await talk.SendBlockAsync(Torrent, block);
                    await talk.SendAsync(MessageId.Choke);
                    await talk.SendAsync(MessageId.Unchoke);
                    for (var i = 1; i < 48; i++) await talk.ReceiveAsync(MessageId.Request);
                }
                else
                {
                    await talk.SendBlockAsync(Torrent, block);
                }
            }
        }, isFast: false);
        await FetchAsync(moody.Address);
    }

    [Fact]
    public async Task A_rejected_block_is_asked_again()
    {
        var rejected = 0;
        await using var shy = new ScriptedPeer(Torrent.Info, async talk =>
        {
            await talk.SendAsync(MessageId.HaveAll);
            await talk.SendAsync(MessageId.Unchoke);
            while (true)
            {
                var body = await talk.ReceiveAsync(MessageId.Request);
                if (rejected++ < 10) await talk.SendAsync(MessageId.Reject, body);
                else await talk.SendBlockAsync(Torrent, ScriptedPeer.Conversation.Block(body));
            }
        });
        await FetchAsync(shy.Address);
    }

    [Fact]
    public async Task An_allowed_fast_piece_is_asked_of_a_peer_that_chokes()
    {
        var asked = new List<int>();
        await using var stingy = new ScriptedPeer(Torrent.Info, async talk =>
        {
            await talk.SendAsync(MessageId.HaveAll);
            await talk.SendAsync(MessageId.AllowedFast, 0, 0, 0, 3);
            for (var i = 0; i < 2; i++)
            {
                var block = ScriptedPeer.Conversation.Block(await talk.ReceiveAsync(MessageId.Request));
                asked.Add(block.Piece);
                await talk.SendBlockAsync(Torrent, block);
            }
            await talk.SendAsync(MessageId.Unchoke);
            while (true) await talk.SendBlockAsync(Torrent, ScriptedPeer.Conversation.Block(await talk.ReceiveAsync(MessageId.Request)));
        });
        await FetchAsync(stingy.Address);
        Assert.Equal([3, 3], asked);
    }

    [Theory]
    [InlineData("oversize")]
    [InlineData("spare bits")]
    [InlineData("short bitfield")]
    [InlineData("bad have")]
    [InlineData("unasked block")]
    [InlineData("long block")]
    [InlineData("bad request")]
    [InlineData("two bitfields")]
    [InlineData("short message")]
    [InlineData("fast without saying so")]
    public async Task A_peer_that_breaks_the_protocol_is_dropped_and_the_rest_goes_on(string how)
    {
        await using var rude = new ScriptedPeer(Torrent.Info, async talk =>
        {
            await talk.SendAsync(MessageId.Have, 0, 0, 0, 1);
            await (how switch
            {
                "oversize" => talk.SendRawAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 20 }),
                "spare bits" => talk.SendAsync(MessageId.Bitfield, [.. Full()[..^1], 0xFF]),
                "short bitfield" => talk.SendAsync(MessageId.Bitfield, Full()[..^1]),
                "bad have" => talk.SendAsync(MessageId.Have, 0x7F, 0, 0, 1),
                "unasked block" => talk.SendAsync(MessageId.Piece, new byte[8 + 16384]),
                "long block" => talk.SendAsync(MessageId.Piece, new byte[8 + 16385]),
                "bad request" => talk.SendAsync(MessageId.Request, 0, 0, 0, 1, 0, 0, 0, 0, 0x7F, 0, 0, 0),
                "two bitfields" => talk.SendAsync(MessageId.Bitfield, Full()),
                "short message" => talk.SendAsync(MessageId.Have, 0, 0),
                _ => talk.SendAsync(MessageId.Reject, new byte[12]),
            });
            if (how == "two bitfields") await talk.SendAsync(MessageId.Bitfield, Full());
            await talk.DrainAsync();
        }, isFast: how != "fast without saying so");
        await using var honest = new ScriptedPeer(Torrent.Info, async talk =>
        {
            for (var i = 0; rude.Dropped == 0 && i < 500; i++) await Task.Delay(10, talk.Ct);
            await ScriptedPeer.SeedAsync(talk, Torrent);
        });
        await FetchAsync(rude.Address, honest.Address);
        Assert.True(rude.Dropped > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1L << 40)]
    public async Task A_senseless_metadata_size_drops_the_peer_and_another_gives_it(long size)
    {
        await using var liar = MetadataPeer(size, _ => null);
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var locator = await seeder.SeedAsync(Torrent, Torrent.Whole());
        Assert.Single(await leecher.Transport.ListAsync(new Locator($"{locator.Text}&x.pe={liar.Address}"), CancellationToken.None));
    }

    [Fact]
    public async Task Metadata_that_does_not_match_its_hash_is_not_believed()
    {
        await using var liar = MetadataPeer(Torrent.Info.Bytes.Length, piece => new byte[Torrent.Info.Bytes.Length]);
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(1) });
        var failure = await Assert.ThrowsAsync<GoatException>(
            () => leecher.Transport.ListAsync(new Locator($"{Torrent.Magnet}&x.pe={liar.Address}"), CancellationToken.None));
        Assert.Contains("No peer of", failure.Message, StringComparison.Ordinal);
        Assert.True(liar.Dropped > 0);
    }

    [Fact]
    public async Task Metadata_comes_from_an_honest_peer_when_another_lies()
    {
        await using var liar = MetadataPeer(Torrent.Info.Bytes.Length, piece => new byte[Torrent.Info.Bytes.Length]);
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var locator = await seeder.SeedAsync(Torrent, Torrent.Whole());
        Assert.Single(await leecher.Transport.ListAsync(
            new Locator($"{Torrent.Magnet}&x.pe={liar.Address}{locator.Text[Torrent.Magnet.Length..]}"), CancellationToken.None));
    }

    [Fact]
    public async Task A_handshake_that_arrives_byte_by_byte_is_taken_and_a_foreign_one_is_closed()
    {
        await using var seeder = new TestHost();
        var peer = IPEndPoint.Parse(MagnetReader.Read((await seeder.SeedAsync(Torrent, Torrent.Whole())).Text).Peers[0]);
        var own = new byte[Handshake.Size];
        new Handshake(Torrent.Info.Hash, PeerId.Create(), IsFast: true, IsExtended: false).Write(own);
        using var slow = await ConnectAsync(peer);
        foreach (var b in own) await slow.SendAsync(new[] { b });
        var answer = new byte[Handshake.Size + 5];
        await slow.ReceiveExactlyAsync(answer, CancellationToken.None);
        Assert.True(Handshake.TryRead(answer, out var theirs));
        Assert.Equal(Torrent.Info.Hash, theirs.Hash);
        Assert.Equal((byte)MessageId.HaveAll, answer[^1]);

        using var foreign = await ConnectAsync(peer);
        own[30] ^= 1;
        await foreign.SendAsync(own);
        var count = await Record.ExceptionAsync(async () => Assert.Equal(0, await foreign.ReceiveAsync(answer)));
        Assert.True(count is null or SocketException, "closed or reset, but not answered");
    }

    [Fact]
    public async Task Random_bytes_in_place_of_messages_never_harm_a_seeder()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var locator = await seeder.SeedAsync(Torrent, Torrent.Whole());
        var peer = IPEndPoint.Parse(MagnetReader.Read(locator.Text).Peers[0]);
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            using var socket = await ConnectAsync(peer);
            var bytes = new byte[Handshake.Size + 400];
            random.NextBytes(bytes);
            new Handshake(Torrent.Info.Hash, PeerId.Create(), IsFast: true, IsExtended: true).Write(bytes);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Handshake.Size), random.Next(1, 400));
            bytes[Handshake.Size + 4] = (byte)random.Next(0, 22);
            await socket.SendAsync(bytes);
        }
        var file = Torrent.Empty()[0];
        await leecher.Transport.FetchAsync(locator, [file], null, CancellationToken.None);
        Assert.True(Torrent.Holds(file));
    }

    private static byte[] Poison(BlockRequest block, byte[] bytes) => [(byte)(bytes[0] ^ 1), .. bytes[1..]];

    private static byte[] Full()
    {
        var field = new GoatHost.Plugins.BitTorrent.Pieces.Bitfield(Torrent.Info.PieceCount);
        field.SetAll();
        return field.Bytes.ToArray();
    }

    private static ScriptedPeer MetadataPeer(long size, Func<int, byte[]?> give) => new(Torrent.Info, async talk =>
    {
        await talk.SendAsync(MessageId.HaveNone);
        await talk.SendExtendedAsync(0, new BencodeWriter().Dictionary().Text("m").Dictionary().Text("ut_metadata").Integer(9).End()
            .Text("metadata_size").Integer(size).End().Written);
        while (true)
        {
            var body = await talk.ReceiveAsync(MessageId.Extended);
            if (body[0] != 9 || !MetadataMessage.TryRead(body.AsMemory(1), out var request) || give(request.Piece) is not { } bytes)
            {
                continue;
            }
            await talk.SendExtendedAsync(ExtensionHandshake.OwnMetadataId,
                new MetadataMessage(MetadataMessageType.Data, request.Piece, size, bytes).Write());
        }
    }, isExtended: true);

    private static async Task<Socket> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return socket;
    }

    private static async Task FetchAsync(params IPEndPoint[] peers)
    {
        await using var leecher = new TestHost();
        await leecher.KnowAsync(Torrent.Info);
        var file = Torrent.Empty()[0];
        await leecher.Transport.FetchAsync(new Locator(Torrent.Magnet + string.Concat(peers.Select(p => $"&x.pe={p}"))), [file], null,
            CancellationToken.None);
        Assert.True(Torrent.Holds(file));
    }
}
