using System.Net.Http.Headers;
using GoatHost.Abstractions;

namespace GoatHost.Samples.HttpTransport;

/// <summary>The web as a transport: a URL is a file, a URL that ends in '/' a folder.</summary>
internal sealed class HttpTransport(HttpClient client, HttpSettings settings, TimeProvider time) : ITransport
{
    public string Name => "http";

    public bool CanFetch(Locator locator) => Web.Is(locator.Text);

    public async Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct)
    {
        if (Web.IsFolder(locator)) throw new GoatException($"{locator} is a web folder, which cannot be listed: its description has to name the files and their sizes.");
        var uri = new Uri(locator.Text);
        var name = Uri.UnescapeDataString(uri.Segments[^1]);
        try
        {
            return [new RemoteFile(name, await SizeAsync(uri, ct))];
        }
        catch (Exception e) when (e is WebTrouble or HttpRequestException)
        {
            throw new GoatException($"{locator} cannot be had: {e.Message}.", e);
        }
    }

    public async Task FetchAsync(Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct)
    {
        if (files.Count > 1 && !Web.IsFolder(locator)) throw new GoatException($"{locator} is one file, and {files.Count} are wanted; a folder's address ends in '/'.");
        foreach (var file in files)
        {
            var places = settings.Places(Web.UrlOf(locator, file));
            progress?.Report(new TransferNote($"{file.Path} from {places[0].Host}") { Peers = places.Count });
            await new FileDownload(client, settings, time, file, places).RunAsync(ct);
        }
    }

    /// <summary>A GET of one byte where HEAD tells nothing: its Content-Range ends in the size.</summary>
    private async Task<long> SizeAsync(Uri uri, CancellationToken ct)
    {
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, uri), ct);
        if (head.IsSuccessStatusCode && head.Content.Headers.ContentLength is { } length) return length;
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { Range = new RangeHeaderValue(0, 0) } };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!answer.IsSuccessStatusCode) throw WebTrouble.Of(answer, time);
        return answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength ?? throw new WebTrouble("the server does not tell its size", true);
    }
}
