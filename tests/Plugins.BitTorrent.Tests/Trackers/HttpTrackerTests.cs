using System.Net;
using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Bencoding;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Trackers;
using GoatHost.Plugins.BitTorrent.Wire;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests.Trackers;

public sealed class HttpTrackerTests
{
    private static readonly AnnounceState State = new(InfoHash.Of("x"u8), PeerId.Create(), 6881, 1, 2, 3);

    [Fact]
    public void Bytes_are_escaped_one_by_one() =>
        Assert.Equal("%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF~-._%20",
            HttpTracker.Escape([0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0xF1, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, .. "~-._ "u8]));

    [Fact]
    public async Task The_hash_reaches_the_tracker_as_it_is_and_the_query_of_the_address_stays()
    {
        await using var fake = new HttpTrackerFake(_ => HttpTrackerFake.Ok("d8:intervali60e5:peers0:e"u8.ToArray()));
        using var tracker = new HttpTracker(fake.Url + "?pass=%C3%A9%41#part", TimeProvider.System);
        await tracker.AnnounceAsync(State, "started", CancellationToken.None);
        Assert.True(fake.Targets.TryDequeue(out var target));
        Assert.StartsWith($"/announce?pass=%C3%A9%41&info_hash={HttpTracker.Escape(State.Hash.ToArray())}&peer_id=-GT0100-", target,
            StringComparison.Ordinal);
        Assert.Contains("&port=6881&uploaded=1&downloaded=2&left=3&compact=1&", target, StringComparison.Ordinal);
        Assert.Contains("&event=started", target, StringComparison.Ordinal);
    }

    [Fact]
    public void Compact_listed_and_IPv6_peers_are_read()
    {
        byte[] compact = [.. "d8:intervali5e12:min intervali90e5:peers6:"u8, 10, 0, 0, 1, 0x1a, 0xe1, .. "6:peers618:"u8,
            .. IPAddress.Parse("fd77::1").GetAddressBytes(), 0, 80, (byte)'e'];
        Assert.True(AnnounceReply.TryRead(compact, out var reply, out _));
        Assert.Equal([IPEndPoint.Parse("10.0.0.1:6881"), IPEndPoint.Parse("[fd77::1]:80")], reply.Peers);
        Assert.Equal(TimeSpan.FromSeconds(90), reply.Interval);
        Assert.True(AnnounceReply.TryRead("d5:peersld2:ip8:10.0.0.24:porti7eed2:ip1:x4:porti7eeee"u8.ToArray(), out var listed, out _));
        Assert.Equal([IPEndPoint.Parse("10.0.0.2:7")], listed.Peers);
    }

    [Theory]
    [InlineData("<html>", "not bencoded")]
    [InlineData("d8:intervali60ei", "not bencoded")]
    public async Task Nonsense_is_a_reason_not_a_crash(string body, string reason)
    {
        await using var fake = new HttpTrackerFake(_ => HttpTrackerFake.Ok(Encoding.ASCII.GetBytes(body)));
        using var tracker = new HttpTracker(fake.Url, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<TrackerException>(() => tracker.AnnounceAsync(State, null, CancellationToken.None));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_read_without_its_control_characters()
    {
        await using var fake = new HttpTrackerFake(_ => HttpTrackerFake.Ok("d14:failure reason7:no\x1b[0m!e"u8.ToArray()));
        using var tracker = new HttpTracker(fake.Url, TimeProvider.System);
        Assert.Equal("no[0m!", (await tracker.AnnounceAsync(State, null, CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var fake = new HttpTrackerFake(_ => HttpTrackerFake.Ok(new byte[3 << 20]));
        using var tracker = new HttpTracker(fake.Url, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<TrackerException>(() => tracker.AnnounceAsync(State, null, CancellationToken.None));
        Assert.Contains("longer than 1 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_this_machine_is_out_of_reach_by_address_and_by_redirect()
    {
        await using var service = new HttpTrackerFake(_ => HttpTrackerFake.Ok("de"u8.ToArray()));
        using var direct = new HttpTracker($"http://{service.Address}/admin", TimeProvider.System);
        var failure = await Assert.ThrowsAsync<TrackerException>(() => direct.AnnounceAsync(State, null, CancellationToken.None));
        Assert.Contains("no tracker", failure.Message, StringComparison.Ordinal);

        await using var decoy = new HttpTrackerFake(_ => Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 Found\r\nLocation: http://{service.Address}/admin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var redirected = new HttpTracker(decoy.Url, TimeProvider.System);
        await Assert.ThrowsAsync<TrackerException>(() => redirected.AnnounceAsync(State, null, CancellationToken.None));
        Assert.Empty(service.Targets);
    }

    [Fact]
    public async Task A_redirect_to_a_tracker_is_followed_and_a_circle_is_not()
    {
        await using var there = new HttpTrackerFake(_ => HttpTrackerFake.Ok("d8:intervali60e5:peers0:e"u8.ToArray()));
        await using var here = new HttpTrackerFake(_ => Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 Found\r\nLocation: {there.Url}?a=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var tracker = new HttpTracker(here.Url, TimeProvider.System);
        Assert.Empty((await tracker.AnnounceAsync(State, null, CancellationToken.None)).Peers);

        await using var circle = new HttpTrackerFake(
            _ => "HTTP/1.1 302 Found\r\nLocation: /announce\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var dizzy = new HttpTracker(circle.Url, TimeProvider.System);
        Assert.Contains("on and on", (await Assert.ThrowsAsync<TrackerException>(
            () => dizzy.AnnounceAsync(State, null, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_finds_its_peer_through_the_tracker_and_says_goodbye()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = new TestTorrent(16384, ("a.bin", 100_000));
        var reachable = MagnetReader.Read((await seeder.SeedAsync(torrent, torrent.Whole())).Text).Peers[0];
        var peer = IPEndPoint.Parse(reachable);
        byte[] compact = [127, 0, 0, 1, (byte)(peer.Port >> 8), (byte)peer.Port];
        var reply = new BencodeWriter().Dictionary().Text("interval").Integer(60).Text("peers").Bytes(compact).End().Written.ToArray();
        await using var fake = new HttpTrackerFake(_ => HttpTrackerFake.Ok(reply));
        var file = torrent.Empty()[0];

        await leecher.Transport.FetchAsync(new Locator($"{torrent.Magnet}&tr={Uri.EscapeDataString(fake.Url)}"), [file], null,
            CancellationToken.None);

        Assert.True(torrent.Holds(file));
        Assert.Contains(fake.Targets, t => t.Contains("event=started", StringComparison.Ordinal)
            && t.Contains("left=16384", StringComparison.Ordinal));
        Assert.Contains(fake.Targets, t => t.Contains("event=stopped", StringComparison.Ordinal));
    }
}
