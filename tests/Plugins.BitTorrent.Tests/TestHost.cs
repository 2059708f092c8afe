using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Plugins.BitTorrent.Tests;

/// <summary>A transport with a data folder of its own, and seeders that end with it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _seeders = [];

    public TestHost(BitTorrentSettings? settings = null, TimeProvider? clock = null)
    {
        Folders = new TorrentFolders(_folder.Path);
        Links = new TorrentLinks(Folders);
        Transport = new BitTorrentTransport(Links, Folders, settings ?? new BitTorrentSettings { NoPeers = TimeSpan.FromSeconds(20) },
            clock ?? TimeProvider.System, NullLogger<BitTorrentTransport>.Instance);
    }

    public TorrentFolders Folders { get; }

    public TorrentLinks Links { get; }

    public BitTorrentTransport Transport { get; }

    public string this[string name] => _folder[name];

    public Task KnowAsync(TorrentInfo info) => Folders.Metainfo.SaveAsync(info, CancellationToken.None);

    /// <summary>Serves files and returns the locator that reaches them.</summary>
    public async Task<Locator> SeedAsync(TestTorrent torrent, IReadOnlyList<IArtifactFile> files, string? locator = null)
    {
        await KnowAsync(torrent.Info);
        var notes = new Notes();
        var seeding = Transport.SeedAsync(new Locator(locator ?? torrent.Magnet), files, new SeedOptions(), notes, _stop.Token);
        _seeders.Add(seeding);
        await Task.WhenAny(notes.Reachable, seeding);
        if (seeding.IsFaulted) await seeding;
        return await notes.Reachable;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_seeders);
        _stop.Dispose();
        _folder.Dispose();
    }

    /// <summary>Notes as they came.</summary>
    internal sealed class Notes : IProgress<TransferNote>
    {
        private readonly TaskCompletionSource<Locator> _reachable = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<TransferNote> All { get; } = [];

        public Task<Locator> Reachable => _reachable.Task;

        public void Report(TransferNote value)
        {
            All.Enqueue(value);
            if (value.Reachable is { } locator) _reachable.TrySetResult(locator);
        }
    }
}
