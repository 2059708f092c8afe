using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Pieces;
using GoatHost.Plugins.BitTorrent.Storage;
using GoatHost.Plugins.BitTorrent.Trackers;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>One torrent being fetched or served: its peers, its pieces and the loops that move them.</summary>
/// <remarks>One lock guards all state; it is held for microseconds and never over I/O. What takes long has a loop of its own.</remarks>
internal sealed partial class Swarm : IAsyncDisposable
{
    /// <summary>The longest block a peer may ask for: twice what the protocol says, as some do.</summary>
    public const int MaxRequest = 2 * TorrentInfo.BlockSize;

    private readonly SwarmOptions _options;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly HashSet<Task> _connections = [];
    private readonly TaskCompletionSource<TorrentInfo> _metadata = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MetadataFetch _metadataFetch;
    private readonly PeerId _self = PeerId.Create();
    private TorrentInfo? _info;
    private TorrentStorage? _storage;
    private PieceBuffers? _buffers;
    private PiecePicker? _picker;
    private PieceWorkers? _workers;
    private TrackerAnnouncer? _announcer;
    private int _port;
    private int _disposed;

    public Swarm(SwarmOptions options, TorrentInfo? info)
    {
        _options = options;
        _info = info;
        _metadataFetch = new MetadataFetch(options.Hash);
        _book = new PeerBook(options.Clock);
        _lastPeer = _lastProgress = options.Clock.GetTimestamp();
        if (info is not null) _metadata.SetResult(info);
    }

    public TimeProvider Clock => _options.Clock;

    public InfoHash Hash => _options.Hash;

    /// <summary>News for the person, if anybody listens.</summary>
    public IProgress<TransferNote>? Progress { get; set; }

    /// <summary>The metadata, from a peer if it was not known.</summary>
    public Task<TorrentInfo> Metadata => _metadata.Task;

    /// <summary>Ends when all wanted pieces are in the files, or fails with the sentence why they cannot be had.</summary>
    public Task Complete => _complete.Task;

    /// <summary>How many pieces can be served now.</summary>
    public int PiecesOnDisk
    {
        get
        {
            lock (_gate) return _picker?.Have.Count ?? 0;
        }
    }

    /// <summary>The longest message a peer may send: a bitfield, or what carries 16 KiB.</summary>
    public uint MaxMessage => _info is { } info ? (uint)Math.Max(64 << 10, (info.PieceCount / 8) + 2) : (0x200000 / 8) + 2;

    /// <summary>Checks what is on disk, then takes part with it. Peers who are connected already learn of it.</summary>
    public async Task OpenFilesAsync(TorrentInfo info, TorrentStorage storage, CancellationToken ct)
    {
        _buffers = new PieceBuffers(info.PieceLength);
        var picker = new PiecePicker(info, _buffers);
        var whole = await CheckAsync(info, storage, ct);
        foreach (var piece in whole) picker.MarkHave(piece);
        if (!_options.IsSeeding)
        {
            foreach (var piece in storage.PiecesOfUnfinishedFiles()) picker.Want(piece);
        }
        lock (_gate)
        {
            Begin(info, storage, picker);
        }
    }

    /// <summary>Starts looking for peers.</summary>
    /// <param name="port">Where we take connections; 0 for nowhere.</param>
    public void Start(int port)
    {
        _port = port;
        var announces = _options.Settings.Announce && _options.Trackers.Any(HttpTracker.Understands);
        if (!_options.IsSeeding && _options.Peers.Count == 0 && !announces)
        {
            const string Reason = "the link names neither a peer (x.pe) nor an HTTP tracker to ask, and other ways to find peers come later";
            Fail(new GoatException($"No peer of {_options.Name} can be looked for: {Reason}."));
            return;
        }
        Own(RunAsync);
        Own(AddLinkPeersAsync);
        if (!announces) return;
        _announcer = new TrackerAnnouncer(_options.Trackers, Describe, AddTrackerPeers, _options.Clock, _options.Logger);
        Own(_announcer.RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stop.CancelAsync();
        Task[] all;
        lock (_gate) all = [.. _loops, .. _connections];
        await Task.WhenAll(all);
        // A failure that nobody waited for was told through the other task.
        _ = _complete.Task.Exception;
        _ = _metadata.Task.Exception;
        _stop.Dispose();
    }

    // A loop that breaks would leave the transfer waiting for ever, so its failure is the transfer's.
    private void Own(Func<CancellationToken, Task> loop)
    {
        var ct = _stop.Token;
        _loops.Add(Task.Run(async () =>
        {
            try
            {
                await loop(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // It was told to end.
            }
            catch (Exception e)
            {
                Fail(Broken(e));
            }
        }));
    }

    private GoatException Broken(Exception e) =>
        e as GoatException ?? new GoatException($"The transfer of {_options.Name} broke off: {e.Message}", e);

    private async Task<List<int>> CheckAsync(TorrentInfo info, TorrentStorage storage, CancellationToken ct)
    {
        var whole = new List<int>();
        var buffers = _buffers!;
        var workers = Math.Clamp(Environment.ProcessorCount, 1, Math.Min(4, buffers.Count));
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = ct };
        await Parallel.ForEachAsync(storage.PiecesOfChosenFiles(), options, async (piece, token) =>
        {
            var buffer = buffers.TryRent() ?? throw new InvalidOperationException("There are more checks at once than buffers.");
            try
            {
                if (!await storage.CheckAsync(piece, buffer, token)) return;
                lock (whole) whole.Add(piece);
            }
            finally
            {
                buffers.Return(buffer);
            }
        });
        return whole;
    }

    private void Begin(TorrentInfo info, TorrentStorage storage, PiecePicker picker)
    {
        (_info, _storage, _picker) = (info, storage, picker);
        _lastProgress = Clock.GetTimestamp();
        picker.Urgent = storage.UrgentPieces;
        if (picker.Left == 0) _complete.TrySetResult();
        else
        {
            _workers = new PieceWorkers(info, storage, _buffers!.Count);
            Own(RunWorkersAsync);
        }
        foreach (var peer in _peers.ToArray()) ResolvePieces(peer);
    }

    private AnnounceState Describe() =>
        new(_options.Hash, _self, _port, Interlocked.Read(ref _uploaded), Interlocked.Read(ref _downloaded), BytesLeft());

    // A tracker takes 0 for a seed and gives it no seeds, so an unknown length is told as one block.
    private long BytesLeft()
    {
        lock (_gate) return _picker?.BytesLeft ?? TorrentInfo.BlockSize;
    }
}
