using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Sync;
using GoatHost.Http;
using GoatHost.Engine.Store;
using GoatHost.Tests.Scripted;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.Http.Ollama;

/// <summary>The real server on a free port, as a client of Ollama sees it, with a scripted session and scripted models behind it.</summary>
internal sealed class ServedOllama : IAsyncDisposable
{
    private readonly HttpServer _server;

    private ServedOllama(HttpServer server, ScriptedModels models) => (_server, Models) = (server, models);

    public HttpClient Client { get; } = new();

    public ScriptedModels Models { get; }

    public static async Task<ServedOllama> StartAsync(
        ScriptedSession? session = null,
        Func<Reference, IProgress<SyncNote>, CancellationToken, Task<StoredModel>>? pull = null,
        IReadOnlyList<ResidentModel>? loaded = null)
    {
        var models = new ScriptedModels(session ?? new ScriptedSession()) { Loaded = loaded ?? [] };
        var library = pull is null ? new ScriptedLibrary(models.Stored) : new ScriptedLibrary(models.Stored) { Pull = pull };
        var options = new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), null);
        var server = await HttpServer.StartAsync(options, models, library, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        var ollama = new ServedOllama(server, models);
        ollama.Client.BaseAddress = server.Address;
        return ollama;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Posts what must be answered with 200 and one JSON value.</summary>
    public async Task<JsonElement> AskAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Posts what is answered line by line.</summary>
    public async Task<List<JsonElement>> LinesAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    public async Task<JsonElement> GetAsync(string path) => JsonElement.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Posts what must be refused, and reads Ollama's error.</summary>
    public async Task<(HttpStatusCode Status, string Error)> RefusedAsync(string path, string json, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await Client.SendAsync(request);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("error", Assert.Single(error.EnumerateObject()).Name);
        return (response.StatusCode, error.GetProperty("error").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
