using System.Net.Sockets;
using GoatHost.Abstractions;
using GoatHost.Http.Anthropic;
using GoatHost.Http.Guards;
using GoatHost.Http.LlamaServer;
using GoatHost.Http.Metrics;
using GoatHost.Http.Ollama;
using GoatHost.Http.Ollama.Library;
using GoatHost.Http.OpenAi;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GoatHost.Http;

/// <summary>Kestrel with the guard before it and one file a resource behind it.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    /// <summary>A long chat with room to spare; a client that sends more is refused before it is read.</summary>
    public const long LargestBody = 16 << 20;

    private readonly WebApplication _app;

    private HttpServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the port that port 0 became.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<HttpServer> StartAsync(ServeOptions options, IChatModels models, IModelLibrary library, ILoggerFactory logs, TimeProvider time, CancellationToken ct)
    {
        var app = Build(options, models, library, logs, time);
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException or SocketException)
        {
            await app.DisposeAsync();
            throw new GoatException($"{options.Listen} is already in use: stop what listens there, or give another address with --listen.", taken);
        }
        return new HttpServer(app);
    }

    /// <summary>Serves until cancelled, then lets answers in flight end or breaks them off.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, ct).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _app.StopAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(ServeOptions options, IChatModels models, IModelLibrary library, ILoggerFactory logs, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Grace);
        // Ctrl-C is the command's to handle; the web host must not catch it first.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<MetricRegistry>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ConnectionLimits.Apply(kestrel.Limits, LargestBody);
            kestrel.Listen(options.Listen);
        });
        var app = builder.Build();
        app.Use(new ErrorBoundary(logs.CreateLogger<ErrorBoundary>()).InvokeAsync);
        app.Use(new RequestGuard(options).InvokeAsync);
        foreach (var api in Apis(models, library, logs, time)) api.Map(app);
        new MetricsEndpoint(app.Services.GetRequiredService<MetricRegistry>()).Map(app);
        return app;
    }

    private static IEnumerable<IApiEndpoints> Apis(IChatModels models, IModelLibrary library, ILoggerFactory logs, TimeProvider time) =>
    [
        new HealthEndpoint(),
        new OpenAiEndpoints(models, time),
        new MessagesEndpoint(models, time),
        new LlamaServerEndpoints(models, time),
        new OllamaEndpoints(models, library, logs, time),
        new OpenApiEndpoint(),
    ];
}
