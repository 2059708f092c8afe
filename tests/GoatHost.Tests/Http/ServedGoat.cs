using System.Net;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Http;
using GoatHost.Http.Keys;
using GoatHost.Tests.Scripted;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.Http;

/// <summary>The real server on a free port, with a scripted session behind it.</summary>
internal sealed class ServedGoat : IAsyncDisposable
{
    private readonly HttpServer _server;

    private ServedGoat(HttpServer server) => _server = server;

    public HttpClient Client { get; } = new();
    public Uri Address => _server.Address;
    public HttpServer Server => _server;

    public static Task<ServedGoat> StartAsync(IModelSession session, string? key = null) =>
        StartAsync(session, new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), key is null ? null : new ApiKeys(new ApiKey(key), null)));

    public static async Task<ServedGoat> StartAsync(IModelSession session, ServeOptions options)
    {
        var goat = new ServedGoat(await HttpServer.StartAsync(options, new ScriptedModels(session), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None));
        goat.Client.BaseAddress = goat.Address;
        return goat;
    }

    public Task<HttpResponseMessage> ChatAsync(string json) =>
        Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
