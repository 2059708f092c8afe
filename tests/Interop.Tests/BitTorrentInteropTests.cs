using System.Net;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Interop.Tests;

/// <summary>Our transport with clients that others wrote: the sample torrent goes from them to us and from us to them.</summary>
public sealed class BitTorrentInteropTests : IDisposable
{
    private const string Name = "goat-tiny-kjv";
    private static readonly string TorrentPath = Path.Combine(Fixtures.Offline, Name + ".torrent");
    private readonly TempFolder _folder = new();
    private readonly BitTorrentTransport _transport;

    public BitTorrentInteropTests()
    {
        // The daemons run as root here, but what they read must not be the repository itself.
        var folders = new TorrentFolders(_folder["data"]);
        _transport = new BitTorrentTransport(new TorrentLinks(folders), folders, new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLogger<BitTorrentTransport>.Instance);
        Directory.CreateDirectory(_folder["seed/" + Name]);
        Directory.CreateDirectory(_folder["leech"]);
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Offline, Name))) File.Copy(file, _folder[$"seed/{Name}/{Path.GetFileName(file)}"]);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task We_fetch_from_libtorrent_by_magnet()
    {
        await using var lab = await NetworkLab.CreateAsync();
        await LibtorrentNode.SkipWithoutAsync();
        await using var seeder = await LibtorrentNode.SeedAsync(lab, TorrentPath, _folder["seed"]);
        await FetchAsync($"{await MagnetAsync()}&x.pe={seeder.Address}");
    }

    [SkippableFact]
    public async Task We_fetch_from_transmission_by_magnet()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["seed"]);
        await daemon.AddTorrentAsync(await File.ReadAllBytesAsync(TorrentPath));
        await daemon.WaitForCompleteAsync();
        await FetchAsync($"{await MagnetAsync()}&x.pe={daemon.Address}");
    }

    [SkippableFact]
    public async Task Libtorrent_fetches_from_us_by_the_magnet_we_tell()
    {
        await using var lab = await NetworkLab.CreateAsync();
        await LibtorrentNode.SkipWithoutAsync();
        await SeedAsync(lab, "", async reachable =>
        {
            await using var leecher = await LibtorrentNode.LeechAsync(lab, reachable, _folder["leech"]);
            await leecher.WaitForAsync("DONE");
        });
        AssertLeeched();
    }

    [SkippableFact]
    public async Task Transmission_that_we_dial_fetches_from_us_by_magnet()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["leech"]);
        await daemon.AddMagnetAsync(await MagnetAsync());
        await SeedAsync(lab, $"&x.pe={daemon.Address}", _ => daemon.WaitForCompleteAsync());
        AssertLeeched();
    }

    [SkippableFact]
    public async Task Transmission_finds_us_through_a_tracker()
    {
        TransmissionDaemon.SkipWithout();
        await using var lab = await NetworkLab.CreateAsync();
        await using var daemon = await TransmissionDaemon.StartAsync(lab, _folder["home"], _folder["leech"]);
        await SeedAsync(lab, "", async reachable =>
        {
            var us = IPEndPoint.Parse(MagnetReader.Read(reachable).Peers[^1]);
            byte[] reply = [.. "d8:intervali60e5:peers6:"u8, .. us.Address.GetAddressBytes(), (byte)(us.Port >> 8), (byte)us.Port, (byte)'e'];
            await using var tracker = new HttpTrackerFake(_ => HttpTrackerFake.Ok(reply), IPAddress.Parse(lab.Host));
            await daemon.AddMagnetAsync($"{await MagnetAsync()}&tr={Uri.EscapeDataString(tracker.Url)}");
            await daemon.WaitForCompleteAsync();
        });
        AssertLeeched();
    }

    private static async Task<string> MagnetAsync() =>
        $"magnet:?xt=urn:btih:{(await TorrentReader.ReadAsync(TorrentPath, CancellationToken.None)).Info.Hash}&dn={Name}";

    private async Task FetchAsync(string magnet)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var listed = await _transport.ListAsync(new Locator(magnet), limit.Token);
        var files = listed.Where(f => f.Path.EndsWith("q8_0.gguf", StringComparison.Ordinal)).Select(f => new MemoryArtifactFile(f.Path, f.Size)).ToArray();
        await _transport.FetchAsync(new Locator(magnet), files, null, limit.Token);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, Name, files[0].Path)), files[0].Bytes);
    }

    private async Task SeedAsync(NetworkLab lab, string extra, Func<string, Task> work)
    {
        var info = (await TorrentReader.ReadAsync(TorrentPath, CancellationToken.None)).Info;
        await new TorrentFolders(_folder["data"]).Metainfo.SaveAsync(info, CancellationToken.None);
        var files = info.Files.Select(f => new MemoryArtifactFile(f.Path, File.ReadAllBytes(Path.Combine(Fixtures.Offline, Name, f.Path)))).ToArray();
        using var stop = new CancellationTokenSource();
        var reachable = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seeding = _transport.SeedAsync(new Locator(await MagnetAsync() + extra), files, new SeedOptions { Listen = $"{lab.Host}:0" }, new Told(reachable), stop.Token);
        try
        {
            await await Task.WhenAny(reachable.Task, seeding);
            await work(await reachable.Task);
        }
        finally
        {
            await stop.CancelAsync();
            await seeding;
        }
    }

    private void AssertLeeched()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Offline, Name)))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_folder[$"leech/{Name}/{Path.GetFileName(file)}"]));
        }
    }

    private sealed class Told(TaskCompletionSource<string> reachable) : IProgress<TransferNote>
    {
        public void Report(TransferNote value)
        {
            if (value.Reachable is { } locator) reachable.TrySetResult(locator.Text);
        }
    }
}
