using System.Buffers.Binary;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Trackers;
using GoatHost.Plugins.BitTorrent.Wire;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests.Swarms;

/// <summary>Peers and trackers that are slow on purpose: time runs ten times as fast here, and as it does in the long tier.</summary>
public sealed class SlowPeerTests
{
    private static readonly TestTorrent Torrent = new(32768, ("a.bin", 1_500_000));
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FastClock _clock = new(Rounds.Of(10, 1));

    [Theory]
    [InlineData("trickles a block")]
    [InlineData("trickles a message")]
    [InlineData("answers nothing")]
    [InlineData("answers late")]
    public async Task A_slow_peer_holds_nothing_up_for_long_when_there_is_an_honest_one(string how)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = new ScriptedPeer(Torrent.Info, talk => DawdleAsync(talk, how, begun));
        await using var honest = new ScriptedPeer(Torrent.Info, async talk =>
        {
            await begun.Task;
            await ScriptedPeer.SeedAsync(talk, Torrent);
        });
        await using var leecher = new TestHost(clock: _clock);
        await leecher.KnowAsync(Torrent.Info);
        var file = Torrent.Empty()[0];
        var start = _clock.GetTimestamp();

        await leecher.Transport.FetchAsync(
            new Locator($"{Torrent.Magnet}&x.pe={slow.Address}&x.pe={honest.Address}"), [file], null, CancellationToken.None);

        Assert.True(Torrent.Holds(file));
        Assert.InRange(_clock.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task A_peer_that_trickles_a_block_is_dropped_and_alone_it_ends_the_fetch_with_a_sentence()
    {
        await using var slow = new ScriptedPeer(Torrent.Info, talk => DawdleAsync(talk, "trickles a block", new TaskCompletionSource()));
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(10) }, _clock);
        await leecher.KnowAsync(Torrent.Info);

        var locator = new Locator($"{Torrent.Magnet}&x.pe={slow.Address}");
        var failure = await Assert.ThrowsAsync<GoatException>(
            () => leecher.Transport.FetchAsync(locator, [Torrent.Empty()[0]], null, CancellationToken.None));

        Assert.Contains("a test", failure.Message, StringComparison.Ordinal);
        Assert.True(slow.Dropped > 0);
    }

    [Fact]
    public async Task A_handshake_that_trickles_in_is_given_up_after_ten_seconds()
    {
        await using var slow = new TricklingServer([19], _clock);
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(15) }, _clock);

        var failure = await Assert.ThrowsAsync<GoatException>(
            () => leecher.Transport.ListAsync(new Locator($"{Torrent.Magnet}&x.pe={slow.Address}"), CancellationToken.None));

        Assert.EndsWith($"the last failure was {slow.Address}: it did not answer in time.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_who_never_finish_their_handshake_do_not_keep_a_seeder_from_serving()
    {
        await using var seeder = new TestHost(clock: _clock);
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(60) }, _clock);
        var locator = await seeder.SeedAsync(Torrent, Torrent.Whole());
        var address = System.Net.IPEndPoint.Parse(MagnetReader.Read(locator.Text).Peers[0]);
        var callers = new List<Socket>();
        for (var i = 0; i < 100; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address);
            await socket.SendAsync(new byte[] { 19 });
            callers.Add(socket);
        }
        var file = Torrent.Empty()[0];

        await leecher.Transport.FetchAsync(locator, [file], null, CancellationToken.None);

        Assert.True(Torrent.Holds(file));
        foreach (var socket in callers) socket.Dispose();
    }

    [Fact]
    public async Task A_tracker_whose_answer_trickles_in_is_given_up_and_keeps_no_fetch_waiting()
    {
        await using var slow = new TricklingServer(TricklingServer.HttpHead, _clock);
        await using var honest = new ScriptedPeer(Torrent.Info, talk => ScriptedPeer.SeedAsync(talk, Torrent));
        await using var leecher = new TestHost(clock: _clock);
        await leecher.KnowAsync(Torrent.Info);
        var file = Torrent.Empty()[0];
        var address = Uri.EscapeDataString($"{slow.Url}announce");
        await leecher.Transport.FetchAsync(
            new Locator($"{Torrent.Magnet}&tr={address}&x.pe={honest.Address}"), [file], null, CancellationToken.None);
        Assert.True(Torrent.Holds(file));

        using var tracker = new HttpTracker($"{slow.Url}announce", _clock);
        var state = new AnnounceState(Torrent.Info.Hash, PeerId.Create(), 1, 0, 0, 1);
        var e = await Assert.ThrowsAsync<TrackerException>(() => tracker.AnnounceAsync(state, null, CancellationToken.None));
        Assert.Equal("it did not answer within 30 seconds", e.Message);
    }

    private async Task DawdleAsync(ScriptedPeer.Conversation talk, string how, TaskCompletionSource begun)
    {
        await talk.SendAsync(MessageId.HaveAll);
        await talk.SendAsync(MessageId.Unchoke);
        var block = ScriptedPeer.Conversation.Block(await talk.ReceiveAsync(MessageId.Request));
        switch (how)
        {
            case "trickles a block":
                var head = new byte[13];
                BinaryPrimitives.WriteInt32BigEndian(head, 9 + block.Length);
                head[4] = (byte)MessageId.Piece;
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), block.Piece);
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(9), block.Offset);
                await TrickleAsync(talk, head, begun);
                break;
            case "trickles a message":
                await TrickleAsync(talk, [0, 0, 100, 0, (byte)MessageId.Extended], begun);
                break;
            case "answers nothing":
                begun.TrySetResult();
                await talk.DrainAsync();
                break;
            case "answers late":
                begun.TrySetResult();
                while (true)
                {
                    await Task.Delay(25 * Second, _clock, talk.Ct);
                    await talk.SendBlockAsync(Torrent, block);
                    block = ScriptedPeer.Conversation.Block(await talk.ReceiveAsync(MessageId.Request));
                }
        }
    }

    private async Task TrickleAsync(ScriptedPeer.Conversation talk, byte[] beginning, TaskCompletionSource begun)
    {
        await talk.SendRawAsync(beginning);
        await Task.Delay(Second, _clock, talk.Ct);
        begun.TrySetResult();
        while (true)
        {
            await talk.SendRawAsync(new byte[] { 1 });
            await Task.Delay(Second, _clock, talk.Ct);
        }
    }
}
