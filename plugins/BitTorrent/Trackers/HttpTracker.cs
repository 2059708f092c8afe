using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GoatHost.Plugins.BitTorrent.Trackers;

/// <summary>One HTTP tracker: asks it, and reads what it says within bounds.</summary>
/// <remarks>A torrent may name any address, so this machine's own services are out of reach unless the path is a tracker's.</remarks>
internal sealed class HttpTracker(string address, TimeProvider clock) : IDisposable
{
    private const int MaxReply = 1 << 20;
    private const int MaxRedirects = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string _key = Guid.NewGuid().ToString("N")[..8];
    private string? _trackerId;

    public static bool Understands(string address) =>
        address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it was found on this machine: then peers on this machine may be believed.</summary>
    public bool IsLoopback { get; private set; }

    /// <param name="state">What to tell.</param>
    /// <param name="announcement">started, completed, stopped, or null for the regular asking.</param>
    /// <param name="ct">Cancels it.</param>
    public async Task<AnnounceReply> AnnounceAsync(AnnounceState state, string? announcement, CancellationToken ct)
    {
        // Over the whole of it, so that an answer that trickles in ends as well.
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await AskAsync(state, announcement, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TrackerException("it did not answer within 30 seconds");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<AnnounceReply> AskAsync(AnnounceState state, string? announcement, CancellationToken ct)
    {
        var target = Query(state, announcement);
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            if (!Uri.TryCreate(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var uri))
            {
                throw new TrackerException("its address is not one");
            }
            if (uri.Scheme is not ("http" or "https")) throw new TrackerException("it leads away from HTTP");
            using var response = await SendAsync(uri, ct);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                if (!Uri.TryCreate(uri, location, out var next)) throw new TrackerException("it redirects to what is no address");
                target = next.AbsoluteUri;
                continue;
            }
            if (!response.IsSuccessStatusCode) throw new TrackerException($"it answered {(int)response.StatusCode}");
            if (!AnnounceReply.TryRead(await ReadAsync(response, ct), out var reply, out var fault)) throw new TrackerException(fault);
            _trackerId = reply.TrackerId ?? _trackerId;
            return reply;
        }
        throw new TrackerException("it redirects on and on");
    }

    // Bytes are escaped here one by one: a URI class would take the hash for text.
    internal static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 3);
        foreach (var b in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') text.Append((char)b);
            else text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private string Query(AnnounceState state, string? announcement)
    {
        var id = new byte[20];
        state.PeerId.Write(id);
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        var query = new StringBuilder(fragment < 0 ? address : address[..fragment]);
        query.Append(address.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        query.Append(CultureInfo.InvariantCulture, $"info_hash={Escape(state.Hash.ToArray())}&peer_id={Escape(id)}&port={state.Port}");
        query.Append(CultureInfo.InvariantCulture, $"&uploaded={state.Uploaded}&downloaded={state.Downloaded}&left={state.Left}");
        query.Append(CultureInfo.InvariantCulture, $"&compact=1&numwant={(announcement == "stopped" ? 0 : 80)}&key={_key}");
        if (announcement is not null) query.Append("&event=").Append(announcement);
        if (_trackerId is { } tracker) query.Append("&trackerid=").Append(Escape(Encoding.UTF8.GetBytes(tracker)));
        return query.ToString();
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            IsLoopback = IPAddress.TryParse(uri.DnsSafeHost, out var ip) ? IPAddress.IsLoopback(ip) : uri.IsLoopback;
            return response;
        }
        catch (HttpRequestException e)
        {
            throw new TrackerException((e.InnerException ?? e).Message);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var bytes = new MemoryStream();
            var buffer = new byte[16 << 10];
            int count;
            while ((count = await stream.ReadAsync(buffer, ct)) > 0)
            {
                if (bytes.Length + count > MaxReply) throw new TrackerException("its answer is longer than 1 MiB");
                bytes.Write(buffer, 0, count);
            }
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            throw new TrackerException(e.Message);
        }
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // One announce an hour needs no connection kept, and each new one is checked again.
        PooledConnectionLifetime = TimeSpan.Zero,
        UseProxy = false,
        ConnectCallback = async (context, ct) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
            var path = context.InitialRequestMessage.RequestUri?.AbsolutePath ?? "";
            var allowed = Array.FindAll(addresses, a => MayConnect(a, path));
            if (allowed.Length == 0) throw new TrackerException("it points at a service of this machine that is no tracker");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static bool MayConnect(IPAddress address, string path)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var linkLocal = address.IsIPv6LinkLocal
            || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
        if (linkLocal || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) return false;
        return !IPAddress.IsLoopback(address) || path.StartsWith("/announce", StringComparison.Ordinal);
    }
}
