using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Http;
using GoatHost.Http.Keys;
using GoatHost.Tests.Scripted;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.Http;

/// <summary>The real server on a free port, with a scripted session behind it.</summary>
internal sealed class ServedGoat : IAsyncDisposable
{
    private readonly HttpServer _server;

    private ServedGoat(HttpServer server, ScriptedModels models) => (_server, Models) = (server, models);

    public HttpClient Client { get; } = new();
    public Uri Address => _server.Address;
    public HttpServer Server => _server;
    public ScriptedModels Models { get; }

    public static Task<ServedGoat> StartAsync(IModelSession session, string? key = null, TimeProvider? time = null) =>
        StartAsync(session, new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), key is null ? null : new ApiKeys(new ApiKey(key), null)), time);

    public static async Task<ServedGoat> StartAsync(
        IModelSession session, ServeOptions options, TimeProvider? time = null, ScriptedLibrary? library = null, IReadOnlyList<ResidentModel>? loaded = null)
    {
        var models = new ScriptedModels(session) { Loaded = loaded ?? [], Adapters = session.Limits.Adapters };
        var server = await HttpServer.StartAsync(
            options, models, library ?? new ScriptedLibrary(), NullLoggerFactory.Instance, time ?? TimeProvider.System, CancellationToken.None);
        var goat = new ServedGoat(server, models);
        goat.Client.BaseAddress = goat.Address;
        return goat;
    }

    public Task<HttpResponseMessage> ChatAsync(string json) => PostAsync("/v1/chat/completions", json);

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Posts what must be answered with 200, and reads the answer.</summary>
    public async Task<JsonElement> AskAsync(string path, string json)
    {
        var response = await PostAsync(path, json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await JsonAsync(response);
    }

    /// <summary>Posts what is answered by a stream, and reads its events: each with its name, where it has one, and its data.</summary>
    public async Task<List<(string? Name, string Data)>> StreamAsync(string path, string json)
    {
        var response = await PostAsync(path, json);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return [.. (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Event)];
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    private static (string? Name, string Data) Event(string text)
    {
        var lines = text.Split('\n');
        var name = lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal))?["event: ".Length..];
        return (name, lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
