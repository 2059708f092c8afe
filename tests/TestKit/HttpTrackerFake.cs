using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GoatHost.TestKit;

/// <summary>A scripted HTTP server on a real socket: answers every request with the bytes the test chose, and keeps what was asked.</summary>
public sealed class HttpTrackerFake : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[]> _answer;
    private readonly Task _loop;

    /// <param name="answer">From the request's target (<c>/announce?…</c>) to the whole response.</param>
    /// <param name="address">Where to listen; loopback when null.</param>
    public HttpTrackerFake(Func<string, byte[]> answer, IPAddress? address = null)
    {
        _answer = answer;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _loop = Task.Run(RunAsync);
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public string Url => $"http://{Address}/announce";

    public ConcurrentQueue<string> Targets { get; } = [];

    /// <summary>A response of 200 with a body.</summary>
    public static byte[] Ok(byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var request = new StringBuilder();
                var buffer = new byte[8192];
                while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var count = await socket.ReceiveAsync(buffer, _stop.Token);
                    if (count == 0) break;
                    request.Append(Encoding.Latin1.GetString(buffer, 0, count));
                }
                var target = request.ToString().Split(' ').ElementAtOrDefault(1) ?? "";
                Targets.Enqueue(target);
                await socket.SendAsync(_answer(target), _stop.Token);
                socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over, or the client went away.
        }
    }
}
