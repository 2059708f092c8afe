using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Storage;
using GoatHost.Plugins.BitTorrent.Swarms;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent;

/// <summary>Fetches and serves the files of a torrent, each piece checked against its hash.</summary>
internal sealed class BitTorrentTransport(
    TorrentLinks links,
    TorrentFolders folders,
    BitTorrentSettings settings,
    TimeProvider clock,
    ILogger<BitTorrentTransport> logger) : ITransport
{
    private readonly PeerListeners _listeners = new(clock, logger);

    public string Name => "bittorrent";

    public bool CanFetch(Locator locator) => TorrentLinks.Understands(locator);

    public async Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct)
    {
        var link = await links.ReadAsync(locator, ct);
        var info = link.Info;
        if (info is null)
        {
            await using var swarm = CreateSwarm(link, progress: null, isSeeding: false);
            var listener = Listen(settings.Listen, swarm);
            try
            {
                swarm.Start(listener.Address.Port);
                info = await LearnAsync(swarm, ct);
            }
            finally
            {
                await _listeners.CloseAsync(listener, swarm);
            }
        }
        return [.. info.Files.Where(f => !f.IsPadding).Select(f => new RemoteFile(f.Path, f.Length))];
    }

    public async Task FetchAsync(
        Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        var link = await links.ReadAsync(locator, ct);
        await using var swarm = CreateSwarm(link, progress, isSeeding: false);
        var listener = Listen(settings.Listen, swarm);
        try
        {
            if (link.Info is null) swarm.Start(listener.Address.Port);
            var info = link.Info ?? await LearnAsync(swarm, ct);
            await WithFilesAsync(swarm, info, files, progress, async () =>
            {
                if (swarm.Complete.IsCompletedSuccessfully) return;
                if (link.Info is not null) swarm.Start(listener.Address.Port);
                await swarm.Complete.WaitAsync(ct);
            }, ct);
        }
        finally
        {
            await _listeners.CloseAsync(listener, swarm);
        }
    }

    public async Task SeedAsync(
        Locator locator, IReadOnlyList<IArtifactFile> files, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var link = await links.ReadAsync(locator, ct);
        var info = link.Info
            ?? throw new GoatException(
                $"The metadata of {link.Name} is not on this machine: fetch it once, or give its .torrent file, and then serve it.");
        await using var swarm = CreateSwarm(link, progress, isSeeding: true);
        try
        {
            var listen = options.Listen ?? settings.Listen;
            await WithFilesAsync(swarm, info, files, progress, () => ServeAsync(swarm, link, listen, progress, ct), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Being told to stop is how serving ends.
        }
    }

    private async Task ServeAsync(Swarm swarm, TorrentLink link, string listen, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        if (swarm.PiecesOnDisk == 0)
        {
            throw new GoatException($"Nothing of {link.Name} can be served: no piece of the files matches its hash.");
        }
        var listener = Listen(listen, swarm);
        try
        {
            swarm.Start(listener.Address.Port);
            var address = PeerAddresses.Reachable(listener.Address);
            var reachable = new Locator($"{link.Magnet}&x.pe={address}");
            progress?.Report(new TransferNote($"serving {link.Name} on {address}") { Reachable = reachable, Peers = 0, Uploaded = 0 });
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        }
        finally
        {
            await _listeners.CloseAsync(listener, swarm);
        }
    }

    private async Task WithFilesAsync(
        Swarm swarm,
        TorrentInfo info,
        IReadOnlyList<IArtifactFile> files,
        IProgress<TransferNote>? progress,
        Func<Task> work,
        CancellationToken ct)
    {
        var parts = folders.Parts.Open(info);
        try
        {
            progress?.Report(new TransferNote($"checking what is here of {info.Name}"));
            await swarm.OpenFilesAsync(info, TorrentStorage.Create(info, files, parts), ct);
            await work();
        }
        finally
        {
            // The host's files are lent for this call only, so every loop that touches them ends first.
            await swarm.DisposeAsync();
            folders.Parts.Close(info);
        }
    }

    private async Task<TorrentInfo> LearnAsync(Swarm swarm, CancellationToken ct)
    {
        var info = await swarm.Metadata.WaitAsync(ct);
        await folders.Metainfo.SaveAsync(info, ct);
        return info;
    }

    private Swarm CreateSwarm(TorrentLink link, IProgress<TransferNote>? progress, bool isSeeding)
    {
        var options = new SwarmOptions
        {
            Hash = link.Hash,
            Name = link.Name,
            Trackers = link.Trackers,
            Peers = link.Peers,
            Settings = settings,
            Clock = clock,
            Logger = logger,
            IsSeeding = isSeeding,
        };
        return new Swarm(options, link.Info) { Progress = progress };
    }

    private PeerListener Listen(string address, Swarm swarm) => _listeners.Open(BitTorrentSettings.ListenEndPoint(address), swarm);
}
