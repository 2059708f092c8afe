using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Http;

/// <summary>A server that a road asks by plain GET requests. Its answers are bounded here, and checked by whoever asked.</summary>
internal sealed class HttpSite
{
    private const int SmallAnswer = 64 * 1024;

    private readonly Uri _root;
    private readonly RoadHttp _http;

    private HttpSite(string name, Uri root, RoadHttp http) => (Name, _root, _http) = (name, root, http);

    /// <summary>What it is and where, for people.</summary>
    public string Name { get; }

    public static HttpSite? Create(string what, string? url, RoadHttp http)
    {
        if (url is null) return null;
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
        {
            throw new GoatException($"The address \"{ShownText.Of(url, "")}\" of {what[..^3]} in the ordinals settings is not an http address.");
        }
        if (root.Query.Length + root.Fragment.Length > 0)
        {
            throw new GoatException($"The address of {what[..^3]} in the ordinals settings goes on after a question mark; give the part before it.");
        }
        if (root.UserInfo.Length > 0)
        {
            throw new GoatException($"The address of {what[..^3]} in the ordinals settings holds a user, and it is asked without one.");
        }
        var shown = root.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        return new($"{what} {shown}", root, http);
    }

    /// <summary>The body of an answer; null for what is not there.</summary>
    public async Task<ReadOnlyMemory<byte>?> TryGetAsync(string path, int limit, CancellationToken ct, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_root, path));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("goat", "0"));
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        HttpAnswer answer;
        try
        {
            answer = await _http.SendAsync(request, limit, ct);
        }
        catch (HttpRequestException error)
        {
            var why = error.InnerException is IOException inner ? inner.Message : $"{error.HttpRequestError}";
            throw Failed(path, $"it cannot be reached ({why})", error);
        }
        catch (Exception error) when (error is TimeoutException or OversizeException)
        {
            throw Failed(path, error.Message, error);
        }
        catch (IOException error)
        {
            throw Failed(path, "it broke off in the middle of its answer", error);
        }
        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Body,
            // A bare null here would become an empty body: arrays convert to memory, and null is an array.
            HttpStatusCode.NotFound => default(ReadOnlyMemory<byte>?),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => throw Failed(path, "it sends elsewhere, and redirects are not followed"),
            HttpStatusCode.TooManyRequests => throw Failed(path, "it was asked too often; wait a while, or set another road before it"),
            var status => throw Failed(path, $"it answered {(int)status}"),
        };
    }

    public async Task<ReadOnlyMemory<byte>> GetAsync(string path, int limit, CancellationToken ct) =>
        await TryGetAsync(path, limit, ct) ?? throw Failed(path, "it has no such thing");

    /// <summary>A short answer that is text; null for what is not there.</summary>
    public async Task<string?> TryTextAsync(string path, CancellationToken ct, int limit = SmallAnswer) =>
        await TryGetAsync(path, limit, ct) is { } bytes ? Encoding.UTF8.GetString(bytes.Span).Trim().Trim('"') : null;

    /// <summary>A hash in the order people write it; null for what is not there.</summary>
    public async Task<Hash256?> TryHashAsync(string path, CancellationToken ct)
    {
        if (await TryTextAsync(path, ct) is not { } text) return null;
        return Hash256.TryParse(text, out var hash) ? hash : throw Failed(path, "its answer is not a hash");
    }

    /// <summary>A JSON object; null for what is not there.</summary>
    public async Task<JsonElement?> TryJsonAsync(string path, int limit, CancellationToken ct, string? accept = null)
    {
        if (await TryGetAsync(path, limit, ct, accept) is not { } bytes) return null;
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw Failed(path, "its answer is not a JSON object");
        }
        catch (JsonException error)
        {
            throw Failed(path, "its answer is not JSON", error);
        }
    }

    public GoatException Failed(string path, string why, Exception? cause = null) => new($"Asking {Name} for {path} failed: {why}.", cause);
}
