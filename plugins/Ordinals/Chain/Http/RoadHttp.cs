using System.Buffers;
using System.Net;

namespace GoatHost.Plugins.Ordinals.Chain.Http;

/// <summary>HTTP for every road that speaks it: no redirects, no cookies, nothing unpacked, and a bound on the time and the size of an answer.</summary>
internal sealed class RoadHttp(TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = GuardedConnect.ConnectAsync,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="Deadline"/>.</exception>
    /// <exception cref="OversizeException">It is longer than the limit.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, int limit, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new(response.StatusCode, await ReadAsync(response.Content, limit, either.Token));
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"it did not answer within {Deadline.TotalSeconds:0} seconds", error);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int limit, CancellationToken ct)
    {
        if (content.Headers.ContentLength > limit) throw new OversizeException(limit);
        await using var stream = await content.ReadAsStreamAsync(ct);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        int read;
        while ((read = await stream.ReadAsync(buffer.GetMemory(64 * 1024), ct)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > limit) throw new OversizeException(limit);
        }
        return buffer.WrittenMemory;
    }
}
