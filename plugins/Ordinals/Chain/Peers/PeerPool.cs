using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Headers;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain.Peers;

/// <summary>The peers that are connected, kept at as many as are wanted.</summary>
internal sealed class PeerPool(PeerOptions options, Network network, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly PeerBook _book = new(options, network, clock);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<PeerConnection> _peers = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a peer tells of a new block. Whoever waits takes it before asking, so that nothing falls between.</summary>
    public Task News
    {
        get { lock (_lock) return _news.Task; }
    }

    /// <summary>Peers that can be asked; new ones are connected to where there are too few.</summary>
    public async Task<IReadOnlyList<PeerConnection>> ConnectedAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var peers = Living();
            if (peers.Count < options.Wanted)
            {
                var untried = new Queue<PeerAddress>((await _book.CandidatesAsync(ct)).Except(peers.Select(peer => peer.Address)));
                while (untried.Count > 0 && options.Wanted - Living().Count is > 0 and var missing)
                {
                    var batch = new List<Task<PeerConnection?>>();
                    while (batch.Count < missing && untried.TryDequeue(out var address)) batch.Add(ConnectAsync(address, ct));
                    var connected = await Task.WhenAll(batch);
                    lock (_lock) _peers.AddRange(connected.OfType<PeerConnection>());
                }
            }
        }
        finally
        {
            _gate.Release();
        }
        return Living() is { Count: > 0 } living
            ? living
            : throw new GoatException($"No Bitcoin peer of {network.Name} can be asked: {_book.Describe()}.");
    }

    /// <summary>Lets a peer go and says why.</summary>
    public void Drop(PeerConnection peer, PeerFaultException fault)
    {
        peer.Close(fault);
        lock (_lock)
        {
            if (!_peers.Remove(peer)) return;
        }
        if (!fault.IsOurs) Note(peer.Address, fault);
        peer.Dispose();
    }

    /// <summary>What is held against the peers that were dropped.</summary>
    public string Describe() => _book.Describe();

    public void Dispose()
    {
        List<PeerConnection> peers;
        lock (_lock)
        {
            peers = [.. _peers];
            _peers.Clear();
        }
        foreach (var peer in peers) peer.Dispose();
        _gate.Dispose();
    }

    private List<PeerConnection> Living()
    {
        List<PeerConnection> peers;
        lock (_lock) peers = [.. _peers];
        foreach (var peer in peers)
        {
            if (peer.End is { } end) Drop(peer, end);
        }
        lock (_lock) return [.. _peers];
    }

    private async Task<PeerConnection?> ConnectAsync(PeerAddress address, CancellationToken ct)
    {
        try
        {
            var peer = await PeerConnection.ConnectAsync(address, network, options.Patience, clock, Tell, ct);
            PeerLog.Connected(logger, address, peer.Version.UserAgent);
            return peer;
        }
        catch (PeerFaultException fault)
        {
            Note(address, fault);
            return null;
        }
    }

    private void Note(PeerAddress address, PeerFaultException fault)
    {
        _book.Drop(address, fault);
        PeerLog.Dropped(logger, address, fault.Message);
    }

    private void Tell()
    {
        TaskCompletionSource told;
        lock (_lock) (told, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        told.TrySetResult();
    }
}
