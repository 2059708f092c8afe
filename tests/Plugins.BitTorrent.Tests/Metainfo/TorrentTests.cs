using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Bencoding;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;

namespace GoatHost.Plugins.BitTorrent.Tests.Metainfo;

public sealed class TorrentTests
{
    [Fact]
    public async Task The_sample_torrent_is_read()
    {
        var torrent = await TorrentReader.ReadAsync(Path.Combine(Fixtures.Offline, "goat-tiny-kjv.torrent"), CancellationToken.None);
        Assert.Equal("dd5f967140549727a68e644ed4da7ffbaca1c919", torrent.Info.Hash.ToString());
        Assert.Equal("goat-tiny-kjv", torrent.Info.Name);
        Assert.Equal(65536, torrent.Info.PieceLength);
        Assert.Contains(torrent.Info.Files, f => f is { Path: "goat-tiny-kjv-q8_0.gguf", Length: 1579008 });
        Assert.False(torrent.Info.IsPrivate);
    }

    [Fact]
    public async Task The_sample_is_served_and_fetched()
    {
        await using var seeder = new TestHost();
        await using var leecher = new TestHost();
        var path = Path.Combine(Fixtures.Offline, "goat-tiny-kjv.torrent");
        var torrent = await TorrentReader.ReadAsync(path, CancellationToken.None);
        var whole = await Task.WhenAll(torrent.Info.Files.Select(async f => new MemoryArtifactFile(f.Path,
            await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, torrent.Info.Name, f.Path)))));
        await seeder.KnowAsync(torrent.Info);
        var notes = new TestHost.Notes();
        using var stop = new CancellationTokenSource();
        var seeding = seeder.Transport.SeedAsync(new Locator(path), whole, new SeedOptions(), notes, stop.Token);
        var file = new MemoryArtifactFile("goat-tiny-kjv-q8_0.gguf", 1579008);

        await leecher.Transport.FetchAsync(await notes.Reachable, [file], null, CancellationToken.None);

        Assert.Equal(whole.Single(f => f.Path == file.Path).Bytes, file.Bytes);
        await stop.CancelAsync();
        await seeding;
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void A_name_that_climbs_is_refused(string name)
    {
        var refusal = Assert.Throws<RefusedException>(() => TorrentInfoReader.Read(Info(files: [["ok", name]])));
        Assert.Contains("lead out of its folder", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => TorrentInfoReader.Read(Info(name: name)));
    }

    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("a\\b", "a_b")]
    [InlineData("C:x", "C_x")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("LPT1", "_LPT1")]
    [InlineData("nul ", "_nul")]
    [InlineData("dot. . ", "dot")]
    [InlineData("...", "_")]
    [InlineData("a\0b\u001b[31m", "a_b_[31m")]
    [InlineData("gpj\u202Eexe", "gpj_exe")]
    [InlineData("модель.gguf", "модель.gguf")]
    public void A_hostile_name_becomes_a_plain_one(string name, string expected) =>
        Assert.Equal(expected, TorrentInfoReader.Read(Info(files: [[name]])).Files[0].Path);

    [Fact]
    public void Names_that_differ_in_case_alone_are_numbered_and_long_ones_are_cut()
    {
        var info = TorrentInfoReader.Read(Info(files: [["A.bin"], ["a.BIN"], [new string('é', 400) + ".gguf"]]));
        Assert.Equal("a (2).BIN", info.Files[1].Path);
        Assert.EndsWith(".gguf", info.Files[2].Path, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(info.Files[2].Path), 200, 240);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_a_reason()
    {
        Refused(Info(pieces: 3), "bytes of hashes");
        Refused(Info(pieceLength: 0), "piece length");
        Refused(Info(pieceLength: 1L << 40), "piece length");
        Refused(Info(length: -1), "no sound length");
        Refused(Info(length: 0), "all empty");
        Refused(Info(length: long.MaxValue), "pieces; the most");
        Refused("i1e"u8.ToArray(), "not a dictionary");
        Refused("d4:name1:x12:piece lengthi16384ee"u8.ToArray(), "no piece hashes");
        Refused("d12:meta versioni2e4:name1:xe"u8.ToArray(), "version 2 only");
    }

    [Fact]
    public void A_broken_torrent_file_names_the_byte()
    {
        var refusal = Assert.Throws<RefusedException>(() => TorrentReader.Read("d4:infod"u8.ToArray(), "x.torrent"));
        Assert.Equal("x.torrent is not a torrent file: at byte 8 the text ends inside a value.", refusal.Message);
    }

    [Fact]
    public void A_torrent_changed_in_any_byte_is_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, byte)>(), change =>
        {
            var bytes = Info(files: [["a", "b"], ["c"]]);
            bytes[(change.Item1 & int.MaxValue) % bytes.Length] = change.Item2;
            try
            {
                TorrentInfoReader.Read(bytes);
                return true;
            }
            catch (RefusedException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    private static void Refused(byte[] info, string reason) =>
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => TorrentInfoReader.Read(info)).Message, StringComparison.Ordinal);

    private static byte[] Info(string name = "n", string[][]? files = null, long length = 10, long pieceLength = 16384, int pieces = 1)
    {
        files ??= [["f"]];
        var writer = new BencodeWriter().Dictionary().Text("files").List();
        foreach (var path in files)
        {
            writer.Dictionary().Text("length").Integer(length).Text("path").List();
            foreach (var element in path) writer.Text(element);
            writer.End().End();
        }
        return writer.End().Text("name").Text(name).Text("piece length").Integer(pieceLength).Text("pieces").Bytes(new byte[20 * pieces])
            .End().Written.ToArray();
    }
}
