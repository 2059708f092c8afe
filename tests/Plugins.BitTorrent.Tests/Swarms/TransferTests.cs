using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests.Swarms;

/// <summary>Whole transfers between two transports of ours over loopback.</summary>
public sealed class TransferTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static TestTorrent Three(int pieceLength = 32768) =>
        new(pieceLength, ("a.bin", 100_000), ("folder/b.bin", 700_001), ("c.bin", 50_000));

    [Fact]
    public async Task A_magnet_with_a_peer_lists_the_files()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = Three();
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        Assert.StartsWith(torrent.Magnet + "&x.pe=127.0.0.1:", locator.Text, StringComparison.Ordinal);

        var files = await leecher.Transport.ListAsync(locator, None);

        Assert.Equal([new RemoteFile("a.bin", 100_000), new RemoteFile("folder/b.bin", 700_001), new RemoteFile("c.bin", 50_000)], files);
        Assert.NotNull(await leecher.Folders.Metainfo.FindAsync(torrent.Info.Hash, None));
    }

    [Fact]
    public async Task Only_the_chosen_file_is_fetched_and_border_pieces_are_kept()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = Three();
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        var file = torrent.Empty("folder/b.bin")[0];

        await leecher.Transport.FetchAsync(locator, [file], null, None);

        Assert.True(torrent.Holds(file));
        Assert.Equal(file.Length, file.Written);
        var parts = new FileInfo(Path.Combine(leecher["parts"], torrent.Info.Hash.ToString()));
        Assert.Equal(2 * (4 + 32768), parts.Length);
    }

    [Fact]
    public async Task A_file_with_its_border_pieces_is_served_whole_to_the_next()
    {
        await using var first = new TestHost();
        await using var second = new TestHost();
        await using var third = new TestHost();
        var torrent = Three();
        var file = torrent.Empty("folder/b.bin")[0];
        await second.Transport.FetchAsync(await first.SeedAsync(torrent, torrent.Whole()), [file], null, None);
        var copy = torrent.Empty("folder/b.bin")[0];

        await third.Transport.FetchAsync(await second.SeedAsync(torrent, [file]), [copy], null, None);

        Assert.True(torrent.Holds(copy));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(16384)]
    [InlineData(1 << 20)]
    public async Task Two_files_are_fetched_at_once_whatever_the_piece_length(int pieceLength)
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = Three(pieceLength);
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        var files = torrent.Empty("a.bin", "c.bin");

        await leecher.Transport.FetchAsync(locator, files, null, None);

        Assert.All(files, f => Assert.True(torrent.Holds(f)));
    }

    [Fact]
    public async Task A_cancelled_fetch_goes_on_where_it_stopped()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = new TestTorrent(32768, ("big.bin", 6_000_000));
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        var file = torrent.Empty()[0];
        using var stop = new CancellationTokenSource();
        file.OnWritten = f =>
        {
            if (f.Written > 1_000_000) stop.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leecher.Transport.FetchAsync(locator, [file], null, stop.Token));
        var before = file.Written;
        Assert.False(file.IsWhole);

        file.OnWritten = null;
        await leecher.Transport.FetchAsync(locator, [file], null, None);

        Assert.True(torrent.Holds(file));
        Assert.Equal(file.Length - before, file.Written - before);
    }

    [Fact]
    public async Task Bytes_that_went_bad_on_disk_are_fetched_again()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = Three();
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        var file = torrent.Whole("folder/b.bin")[0];
        file.Bytes[300_000] ^= 1;

        await leecher.Transport.FetchAsync(locator, [file], null, None);

        Assert.True(torrent.Holds(file));
        Assert.InRange(file.Written, 1, 5 * 32768);
    }

    [Fact]
    public async Task A_whole_file_needs_no_peer()
    {
        await using var leecher = new TestHost();
        var torrent = Three();
        await leecher.KnowAsync(torrent.Info);

        await leecher.Transport.FetchAsync(new Locator(torrent.Magnet), torrent.Whole(), null, None);
    }

    [Fact]
    public async Task Two_seeders_and_two_leechers_share_one_torrent()
    {
        await using var first = new TestHost();
        await using var second = new TestHost();
        await using var third = new TestHost();
        var torrent = new TestTorrent(65536, ("big.bin", 8_000_000));
        var one = await first.SeedAsync(torrent, torrent.Whole());
        var both = await second.SeedAsync(torrent, torrent.Whole(), one.Text);
        var files = new[] { torrent.Empty()[0], torrent.Empty()[0] };

        await Task.WhenAll(third.Transport.FetchAsync(both, [files[0]], null, None),
            second.Transport.FetchAsync(both, [files[1]], null, None));

        Assert.All(files, f => Assert.True(torrent.Holds(f)));
    }

    [Fact]
    public async Task A_seeder_serves_only_the_pieces_that_match()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(1) });
        var torrent = new TestTorrent(32768, ("big.bin", 1_000_000));
        var bad = torrent.Whole()[0];
        bad.Bytes[500_000] ^= 1;
        var locator = await seeder.SeedAsync(torrent, [bad]);
        var file = torrent.Empty()[0];

        var failure = await Assert.ThrowsAsync<GoatException>(() => leecher.Transport.FetchAsync(locator, [file], null, None));

        Assert.Contains("none gave anything", failure.Message, StringComparison.Ordinal);
        Assert.Equal(32768, file.Missing.Sum(m => m.Length));
    }

    [Fact]
    public async Task Nobody_there_is_told_in_a_sentence_that_names_what_was_tried()
    {
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(1) });
        var torrent = Three();

        var failure = await Assert.ThrowsAsync<GoatException>(
            () => leecher.Transport.ListAsync(new Locator(torrent.Magnet + "&x.pe=127.0.0.1:9"), None));

        Assert.Contains("No peer of a test answered within 1 seconds: tried 1 address (127.0.0.1:9)", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_names_nobody_fails_at_once()
    {
        await using var leecher = new TestHost(new BitTorrentSettings { NoPeers = TimeSpan.FromHours(1) });
        var failure = await Assert.ThrowsAsync<GoatException>(
            () => leecher.Transport.ListAsync(new Locator(Three().Magnet + "&tr=udp://10.0.0.1:1"), None));
        Assert.Contains("names neither a peer (x.pe) nor an HTTP tracker", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torrent_whose_metadata_is_unknown_is_not_served_and_the_sentence_says_what_to_do()
    {
        await using var seeder = new TestHost();
        var torrent = Three();
        var failure = await Assert.ThrowsAsync<GoatException>(
            () => seeder.Transport.SeedAsync(new Locator(torrent.Magnet), torrent.Whole(), new SeedOptions(), null, None));
        Assert.Contains("fetch it once", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_fails_ends_the_fetch_with_its_sentence()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var torrent = Three();
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        var file = torrent.Empty("a.bin")[0];
        file.OnWritten = _ => throw new GoatException("The disk is full.");

        var failure = await Assert.ThrowsAsync<GoatException>(() => leecher.Transport.FetchAsync(locator, [file], null, None));

        Assert.Equal("The disk is full.", failure.Message);
    }

    [SkippableFact]
    public async Task A_seeder_is_reached_over_IPv6()
    {
        Skip.If(!System.Net.Sockets.Socket.OSSupportsIPv6, "this machine has no IPv6");
        await using var seeder = new TestHost(new BitTorrentSettings { Listen = "[::1]:0" });
        await using var leecher = new TestHost(new BitTorrentSettings { Listen = "[::1]:0" });
        var torrent = Three();
        var locator = await seeder.SeedAsync(torrent, torrent.Whole());
        Assert.Contains("&x.pe=[::1]:", locator.Text, StringComparison.Ordinal);
        var files = torrent.Empty("a.bin");

        await leecher.Transport.FetchAsync(locator, files, null, None);

        Assert.True(torrent.Holds(files[0]));
    }

    [Fact]
    public async Task Cancelling_ends_a_fetch_at_once_even_while_it_waits_for_peers()
    {
        await using var leecher = new TestHost();
        using var stop = new CancellationTokenSource();
        var fetching = leecher.Transport.FetchAsync(new Locator(Three().Magnet + "&x.pe=127.0.0.1:9"), Three().Empty(), null, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Seeders_that_name_the_same_port_share_it()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var (one, two) = (Three(), new TestTorrent(16384, ("z.bin", 99_999)));
        var first = await seeder.SeedAsync(one, one.Whole());
        var port = first.Text[(first.Text.LastIndexOf('=') + 1)..];
        await seeder.KnowAsync(two.Info);
        var notes = new TestHost.Notes();
        using var stop = new CancellationTokenSource();
        var seeding = seeder.Transport.SeedAsync(new Locator(two.Magnet), two.Whole(), new SeedOptions { Listen = port }, notes,
            stop.Token);
        var file = two.Empty()[0];

        await leecher.Transport.FetchAsync(await notes.Reachable, [file], null, None);

        Assert.True(two.Holds(file));
        await stop.CancelAsync();
        await seeding;
        await leecher.Transport.FetchAsync(first, one.Empty("c.bin"), null, None);
    }

    [Fact]
    public async Task A_file_that_the_torrent_lacks_or_has_in_another_size_is_refused()
    {
        await using var leecher = new TestHost();
        var torrent = Three();
        await leecher.KnowAsync(torrent.Info);

        var absent = await Assert.ThrowsAsync<RefusedException>(
            () => leecher.Transport.FetchAsync(new Locator(torrent.Magnet), [new MemoryArtifactFile("d.bin", 5)], null, None));
        var other = await Assert.ThrowsAsync<RefusedException>(
            () => leecher.Transport.FetchAsync(new Locator(torrent.Magnet), [new MemoryArtifactFile("a.bin", 5)], null, None));

        Assert.Contains("has no file d.bin", absent.Message, StringComparison.Ordinal);
        Assert.Contains("not the same file", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urgent_bytes_are_asked_for_first()
    {
        var torrent = new TestTorrent(65536, ("big.bin", 64 * 65536));
        var asked = new ConcurrentQueue<int>();
        await using var seeder = new ScriptedPeer(torrent.Info, talk => ScriptedPeer.SeedAsync(talk, torrent, (block, bytes) =>
        {
            asked.Enqueue(block.Piece);
            return bytes;
        }));
        await using var leecher = new TestHost();
        await leecher.KnowAsync(torrent.Info);
        var file = torrent.Empty()[0];
        file.Urgent = new ByteRange(60 * 65536, 65536);

        await leecher.Transport.FetchAsync(new Locator($"{torrent.Magnet}&x.pe={seeder.Address}"), [file], null, None);

        Assert.True(torrent.Holds(file));
        Assert.Equal([60, 60, 60, 60], asked.Take(4));
    }
}
