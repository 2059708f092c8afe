using System.Net;
using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.BitTorrent.Swarms;

/// <summary>A listening socket that hands each peer to the swarm it asks for, and closes on those who ask for none.</summary>
internal sealed class PeerListener : IAsyncDisposable
{
    private const int MaxHandshakes = 64;
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private readonly Socket _socket;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Swarm> _swarms = [];
    private readonly SemaphoreSlim _handshakes = new(MaxHandshakes);
    private readonly Task _loop;

    private PeerListener(Socket socket, TimeProvider clock, ILogger logger)
    {
        (_socket, _clock, _logger) = (socket, clock, logger);
        _loop = Task.Run(AcceptAsync);
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Whether any swarm still takes peers here.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _swarms.Count == 0;
        }
    }

    public static PeerListener Start(IPEndPoint address, TimeProvider clock, ILogger logger)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(address);
            socket.Listen(128);
            return new PeerListener(socket, clock, logger);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new GoatException(
                $"Cannot listen for peers on {address}: {e.Message}. Choose another address, or port 0 for a free one.", e);
        }
    }

    public void Add(Swarm swarm)
    {
        lock (_gate) _swarms.Add(swarm);
    }

    public void Remove(Swarm swarm)
    {
        lock (_gate) _swarms.Remove(swarm);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _loop;
        for (var i = 0; i < MaxHandshakes; i++) await _handshakes.WaitAsync(CancellationToken.None);
        _handshakes.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _handshakes.WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            try
            {
                var socket = await _socket.AcceptAsync(_stop.Token);
                _ = Task.Run(() => GreetAsync(socket), CancellationToken.None);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                _handshakes.Release();
                if (e is SocketException) SwarmLog.NoHandshake(_logger, null, e.Message);
            }
        }
    }

    // The caller's id may come only after our answer, so it is read in two parts.
    private async Task GreetAsync(Socket socket)
    {
        EndPoint? remote = null;
        try
        {
            socket.NoDelay = true;
            remote = socket.RemoteEndPoint;
            using var timeout = new CancellationTokenSource(HandshakeTimeout, _clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timeout.Token);
            var bytes = new byte[Handshake.Size];
            await socket.ReceiveExactlyAsync(bytes.AsMemory(0, 48), both.Token);
            if (!Handshake.TryRead(bytes, out var half)) throw new PeerFaultException("it does not speak BitTorrent in clear");
            var swarm = Find(half.Hash) ?? throw new PeerFaultException($"it asks for {half.Hash}, which is not served here");
            var own = new byte[Handshake.Size];
            swarm.Greeting.Write(own);
            await socket.SendAllAsync(own, both.Token);
            await socket.ReceiveExactlyAsync(bytes.AsMemory(48), both.Token);
            if (Handshake.TryRead(bytes, out var theirs)) swarm.Admit(socket, PeerAddresses.Plain((IPEndPoint)remote!), theirs);
        }
        catch (Exception e) when (e is SocketException or PeerFaultException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Dispose();
            SwarmLog.NoHandshake(_logger, remote, e.Message);
        }
        finally
        {
            _handshakes.Release();
        }
    }

    private Swarm? Find(InfoHash hash)
    {
        lock (_gate) return _swarms.Find(s => s.Hash == hash);
    }
}
