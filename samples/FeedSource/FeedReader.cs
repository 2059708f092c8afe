using GoatHost.Abstractions;

namespace GoatHost.Samples.FeedSource;

/// <summary>Reads a feed's bytes, from the web or a file, under a bound.</summary>
internal sealed class FeedReader(HttpClient client, TimeProvider time)
{
    private const int MostBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<(string? MediaType, byte[] Bytes)> ReadAsync(string location, CancellationToken ct)
    {
        // Over the whole of it: the client's own timeout ends with the headers.
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            if (!IsWeb(location)) return (null, await BoundedAsync(location, File.OpenRead(location), either.Token));
            using var answer = await client.GetAsync(new Uri(location), HttpCompletionOption.ResponseHeadersRead, either.Token);
            answer.EnsureSuccessStatusCode();
            return (answer.Content.Headers.ContentType?.MediaType, await BoundedAsync(location, await answer.Content.ReadAsStreamAsync(either.Token), either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new GoatException($"The feed {location} cannot be read: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new GoatException($"The feed {location} did not answer within {Patience.TotalSeconds} s.", e);
        }
    }

    private static bool IsWeb(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static async Task<byte[]> BoundedAsync(string location, Stream stream, CancellationToken ct)
    {
        await using var from = stream;
        var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0; bytes.Write(buffer, 0, read))
        {
            if (bytes.Length + read > MostBytes) throw new RefusedException($"The feed {location} is larger than {MostBytes} bytes, which is as much as is read.");
        }
        return bytes.ToArray();
    }
}
