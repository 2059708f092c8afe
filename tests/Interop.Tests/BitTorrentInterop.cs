using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Interop.Tests;

/// <summary>Our transport with clients that others wrote: the sample torrent goes from them to us and from us to them.</summary>
public abstract class BitTorrentInterop : IDisposable
{
    private protected const string Name = "goat-tiny-kjv";
    private protected static readonly string TorrentPath = Path.Combine(Fixtures.Offline, Name + ".torrent");
    private protected readonly TempFolder _folder = new();
    private readonly BitTorrentTransport _transport;

    protected BitTorrentInterop()
    {
        // The daemons run as root here, but what they read must not be the repository itself.
        var folders = new TorrentFolders(_folder["data"]);
        _transport = new BitTorrentTransport(new TorrentLinks(folders), folders,
            new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLogger<BitTorrentTransport>.Instance);
        Directory.CreateDirectory(_folder["seed/" + Name]);
        Directory.CreateDirectory(_folder["leech"]);
        foreach (var file in Directory.GetFiles(Path.Combine(Fixtures.Offline, Name)))
        {
            File.Copy(file, _folder[$"seed/{Name}/{Path.GetFileName(file)}"]);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<string> MagnetAsync() =>
        $"magnet:?xt=urn:btih:{(await TorrentReader.ReadAsync(TorrentPath, CancellationToken.None)).Info.Hash}&dn={Name}";

    private protected async Task FetchAsync(string magnet)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var listed = await _transport.ListAsync(new Locator(magnet), limit.Token);
        var files = listed.Where(f => f.Path.EndsWith("q8_0.gguf", StringComparison.Ordinal))
            .Select(f => new MemoryArtifactFile(f.Path, f.Size)).ToArray();
        await _transport.FetchAsync(new Locator(magnet), files, null, limit.Token);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, Name, files[0].Path)), files[0].Bytes);
    }

    private protected async Task SeedAsync(NetworkLab lab, string extra, Func<string, Task> work)
    {
        var info = (await TorrentReader.ReadAsync(TorrentPath, CancellationToken.None)).Info;
        await new TorrentFolders(_folder["data"]).Metainfo.SaveAsync(info, CancellationToken.None);
        var files = info.Files.Select(f => new MemoryArtifactFile(f.Path,
            File.ReadAllBytes(Path.Combine(Fixtures.Offline, Name, f.Path)))).ToArray();
        using var stop = new CancellationTokenSource();
        var reachable = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seeding = _transport.SeedAsync(new Locator(await MagnetAsync() + extra), files, new SeedOptions { Listen = $"{lab.Host}:0" },
            new Told(reachable), stop.Token);
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

    private protected void AssertLeeched()
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
