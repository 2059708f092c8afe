using System.Net;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Swarm
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private const int MaxDialling = 16;
    private readonly PeerBook _book;
    private readonly List<Peer> _peers = [];
    private int _dialling;
    private int _everConnected;

    /// <summary>Our side of the handshake.</summary>
    public Handshake Greeting => new(_options.Hash, _self, IsFast: true, IsExtended: true);

    /// <summary>Takes over a connection that a listener accepted, whose handshake is done.</summary>
    public void Admit(Socket socket, IPEndPoint address, Handshake theirs)
    {
        if (!Track(ct => ConverseAsync(socket, address, theirs, isIncoming: true, ct))) socket.Dispose();
    }

    private async Task AddLinkPeersAsync(CancellationToken ct)
    {
        foreach (var text in _options.Peers)
        {
            foreach (var address in await PeerAddresses.ResolveAsync(text, ct))
            {
                lock (_gate) _book.Add(address);
            }
        }
        Dial();
    }

    private void AddTrackerPeers(IReadOnlyList<IPEndPoint> found, bool fromLoopback)
    {
        lock (_gate)
        {
            foreach (var address in found)
            {
                if (PeerAddresses.MayDial(address, fromLoopback)) _book.Add(PeerAddresses.Plain(address));
            }
        }
        Dial();
    }

    private void Dial()
    {
        lock (_gate)
        {
            while (!_stop.IsCancellationRequested && _dialling < Math.Min(MaxDialling, _options.Settings.MaxConnections - _peers.Count))
            {
                if (_book.Next() is not { } address) return;
                _dialling++;
                Track(ct => DialAsync(address, ct));
            }
        }
    }

    private async Task DialAsync(IPEndPoint address, CancellationToken ct)
    {
        Socket? socket = null;
        Handshake theirs;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var timeout = new CancellationTokenSource(HandshakeTimeout, Clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
            await socket.ConnectAsync(address, both.Token);
            theirs = await GreetAsync(socket, both.Token);
        }
        catch (Exception e) when (e is SocketException or PeerFaultException or OperationCanceledException)
        {
            socket?.Dispose();
            var reason = e is OperationCanceledException ? "it did not answer in time" : e.Message;
            SwarmLog.Unreachable(_options.Logger, Hash, address, reason);
            lock (_gate)
            {
                _dialling--;
                _book.Free(address, failed: true, reason);
            }
            return;
        }
        lock (_gate) _dialling--;
        await ConverseAsync(socket, address, theirs, isIncoming: false, ct);
    }

    private async Task<Handshake> GreetAsync(Socket socket, CancellationToken ct)
    {
        var bytes = new byte[Handshake.Size];
        Greeting.Write(bytes);
        await socket.SendAllAsync(bytes, ct);
        await socket.ReceiveExactlyAsync(bytes, ct);
        if (!Handshake.TryRead(bytes, out var theirs)) throw new PeerFaultException("it does not speak BitTorrent in clear");
        return theirs.Hash == Hash ? theirs : throw new PeerFaultException("it answered for another torrent");
    }

    private async Task ConverseAsync(Socket socket, IPEndPoint address, Handshake theirs, bool isIncoming, CancellationToken ct)
    {
        var peer = new Peer(this, socket, address, theirs, isIncoming);
        if (Refusal(peer) is { } refusal)
        {
            socket.Dispose();
            lock (_gate)
            {
                if (theirs.PeerId == _self) _book.Forget(address);
                else _book.Free(address, failed: true, refusal);
            }
            return;
        }
        SwarmLog.Connected(_options.Logger, Hash, address);
        Introduce(peer);
        var reason = await peer.RunAsync(ct);
        SwarmLog.Gone(_options.Logger, Hash, address, reason);
        Leave(peer, reason);
    }

    private string? Refusal(Peer peer)
    {
        lock (_gate)
        {
            if (peer.Id == _self) return "it is ourselves";
            if (_book.IsBanned(peer.Address.Address)) return "it was banned for bad data";
            if (_peers.Count >= _options.Settings.MaxConnections) return "there are enough connections";
            if (_peers.Find(p => p.Id == peer.Id) is { } twin)
            {
                // Met from both sides at once: both ends keep the connection that the lower id began.
                var keepOutgoing = _self.CompareTo(peer.Id) < 0;
                if (twin.IsIncoming == peer.IsIncoming || peer.IsIncoming == keepOutgoing) return "it is connected already";
                twin.Drop("it is connected twice");
            }
            _peers.Add(peer);
            _everConnected++;
            _lastPeer = Clock.GetTimestamp();
        }
        Progress?.Report(new TransferNote($"connected to {peer.Address}") { Peers = _peers.Count });
        return null;
    }

    private void Leave(Peer peer, string reason)
    {
        lock (_gate)
        {
            _peers.Remove(peer);
            if (peer.Arriving is { } arriving) arriving.Piece.Abort(arriving.Block);
            peer.Arriving = null;
            TakeBack(peer);
            if (peer.Pieces is { } pieces && _picker is { } picker)
            {
                picker.Gone(pieces);
                foreach (var owned in picker.Active.Where(p => p.Owner == peer).ToArray()) picker.Drop(owned);
                picker.DropStranded();
            }
            _metadataFetch.Leave(peer);
            _lastPeer = Clock.GetTimestamp();
            if (!peer.IsIncoming) _book.Free(peer.Address, failed: !peer.HasGiven && peer.Uploaded == 0, reason);
            foreach (var other in _peers) TopUp(other);
        }
        AskMetadata();
    }

    private bool Track(Func<CancellationToken, Task> connection)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested) return false;
            var ct = _stop.Token;
            var task = Task.Run(() => connection(ct), CancellationToken.None);
            _connections.Add(task);
            _ = ForgetAsync(task);
            return true;
        }
    }

    private async Task ForgetAsync(Task connection)
    {
        await Task.WhenAny(connection);
        // A fault of ours in a connection must be seen, not lost with the task.
        if (connection.Exception is { } fault) Fail(Broken(fault.InnerExceptions[0]));
        lock (_gate) _connections.Remove(connection);
    }
}
