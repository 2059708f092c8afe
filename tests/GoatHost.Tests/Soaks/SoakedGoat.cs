using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.Engine;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Sync;
using GoatHost.Http;
using GoatHost.Http.Ollama.Library;
using GoatHost.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Tests.Soaks;

/// <summary>The engine and the server of <c>goat serve</c> in this process, with the plugins as staged, and a web server that has one model.</summary>
internal sealed class SoakedGoat : IAsyncDisposable
{
    public const string Model = "goat-tiny-kjv";

    private readonly TempFolder _folder = new();
    private readonly EngineScope _engine;
    private readonly WebApplication _web;
    private HttpServer _server = null!;
    private PluginHost _plugins = null!;
    private IAsyncDisposable _health = null!;

    private SoakedGoat(WebApplication web, params string[] plugins)
    {
        _web = web;
        Directory.CreateDirectory(Data);
        var list = string.Join(", ", plugins.Select(id => $$"""{ "id": "{{id}}" }"""));
        File.WriteAllText(_folder["default.json"], $$"""{ "plugins": [ {{list}} ] }""");
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\'));
        _engine = Startup.OpenEngine(
            new EngineOptions
            {
                DataDirectory = Data,
                DefaultPluginList = _folder["default.json"],
                PluginsDirectory = Path.Combine(Fixtures.Root, "artifacts", "plugins"),
                WorkerCommand = ["dotnet", Path.Combine(AppContext.BaseDirectory, "..", "..", "GoatHost", configuration, "goat.dll")],
            },
            LogLevel.None, NullLoggerProvider.Instance);
    }

    public string Data => _folder["data"];

    public HttpClient Client { get; } = new();

    public static async Task<SoakedGoat> StartAsync(string runtime)
    {
        var weights = await File.ReadAllBytesAsync(Path.Combine(Fixtures.Offline, Model, $"{Model}-q4_0.gguf"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(context => Results.Bytes(weights, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(context));
        await web.StartAsync();
        var goat = new SoakedGoat(web, "feedsource", "httptransport", runtime);
        var digest = Convert.ToHexStringLower(SHA256.HashData(weights));
        await File.WriteAllTextAsync(goat._folder["feed.json"], $$"""
            { "models": [ { "name": "{{Model}}", "web": ["{{web.Urls.Single()}}/"], "files": [
              { "path": "{{Model}}-q4_0.gguf", "size": {{weights.Length}}, "sha256": "{{digest}}", "quant": "Q4_0" } ] } ] }
            """);
        goat._plugins = await goat._engine.StartPluginsAsync(CancellationToken.None);
        goat._health = goat._plugins.WatchHealth();
        goat._server = await HttpServer.StartAsync(
            new ServeOptions(new IPEndPoint(IPAddress.Loopback, 0), null), new EngineChatModels(goat._engine.Store, goat._engine.Sessions),
            new EngineModelLibrary(goat._engine.Store, goat._engine.DerivedModels, goat._engine.Adapters, goat._engine.Pulls), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        goat.Client.BaseAddress = goat._server.Address;
        return goat;
    }

    public async Task PullAsync()
    {
        var reference = new Reference($"feed:{_folder["feed.json"]}#{Model}");
        var stored = await _engine.Sync.SyncAsync(reference, new SyncOptions(), null, CancellationToken.None);
        Assert.Equal($"{Model}:Q4_0", stored.FullName, ignoreCase: true);
    }

    /// <summary>The runtime as the host sees it.</summary>
    public IRuntime Runtime => _plugins.Runtimes.Single();

    /// <summary>A session of the model, which is pulled and stays loaded.</summary>
    public async Task<IModelSession> OpenAsync(Abstractions.SessionOptions? options = null)
    {
        await PullAsync();
        var model = Assert.Single(await _engine.Store.ListAsync(CancellationToken.None));
        return await _engine.Sessions.OpenAsync(
            model, new OpenOptions { Session = options ?? new Abstractions.SessionOptions(), KeepAlive = Timeout.InfiniteTimeSpan }, null, CancellationToken.None);
    }

    /// <summary>The one model in memory, with the process that holds it.</summary>
    public async Task<ResidentModel> ResidentAsync() => Assert.Single(await _engine.Sessions.ListAsync(CancellationToken.None));

    public async Task RemoveAsync()
    {
        var models = await _engine.Store.ListAsync(CancellationToken.None);
        foreach (var model in models) await _engine.Store.RemoveAsync(model, CancellationToken.None);
    }

    public Task UnloadAsync() => _engine.Sessions.StopAsync(null);

    public async Task<int> CountLeasesAsync() => (await _engine.Sessions.ListAsync(CancellationToken.None)).Sum(model => model.Leases);

    public async Task ReloadAsync()
    {
        foreach (var plugin in _plugins.Plugins)
        {
            var reload = await _plugins.ReloadAsync(plugin.Id, CancellationToken.None);
            Assert.True(reload is { Freed: true, Now.State: PluginState.Ready }, $"{reload.Now} {reload.LikelyCause}");
        }
    }

    /// <summary>The whole answer.</summary>
    public async Task<string> AskAsync(string prompt)
    {
        using var answer = await SendAsync(prompt, streams: false);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    /// <summary>A stream to its end.</summary>
    public async Task ListenAsync(string prompt)
    {
        using var answer = await SendAsync(prompt, streams: true);
        Assert.EndsWith("data: [DONE]\n\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A stream that its listener leaves after the first words.</summary>
    public async Task LeaveAsync(string prompt)
    {
        using var answer = await SendAsync(prompt, streams: true);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        Assert.NotEqual(0, await stream.ReadAsync(new byte[64]));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await _health.DisposeAsync();
        await _engine.DisposeAsync();
        await _web.DisposeAsync();
        _folder.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(string prompt, bool streams) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""
                { "model": "{{Model}}", "messages": [{ "role": "user", "content": "{{prompt}}" }], "max_tokens": 200, "seed": 1,
                  "stream": {{(streams ? "true" : "false")}} }
                """, Encoding.UTF8, "application/json"),
        },
        HttpCompletionOption.ResponseHeadersRead);
}
