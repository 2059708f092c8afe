using System.Net;
using System.Net.Sockets;

namespace GoatHost.TestKit;

/// <summary>A server that takes every connection, sends a beginning at once, and then a byte a second for as long as the other bears it.</summary>
public sealed class TricklingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly byte[] _beginning;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private int _dropped;

    public TricklingServer(ReadOnlySpan<byte> beginning, TimeProvider time)
    {
        (_beginning, _time) = (beginning.ToArray(), time);
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>The head of an HTTP answer whose body is never whole.</summary>
    public static ReadOnlySpan<byte> HttpHead => "HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n"u8;

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public string Url => $"http://{Address}/";

    /// <summary>Connections that the other side ended.</summary>
    public int Dropped => Volatile.Read(ref _dropped);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _connections.Add(Task.Run(() => TrickleAsync(socket)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task TrickleAsync(Socket socket)
    {
        using var own = socket;
        try
        {
            await socket.SendAsync(_beginning, _stop.Token);
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), _time, _stop.Token);
                await socket.SendAsync(new byte[] { 0x20 }, _stop.Token);
            }
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _dropped);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
