using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GoatHost.Control;

/// <summary>The private door of a running server, for <c>goat ps</c>, <c>goat stop</c> and <c>goat plugin reload</c>.</summary>
/// <remarks>
/// HTTP over a Unix socket in a folder of mode 0700, and no port: no other user and no web page can reach it, so it needs neither a key nor
/// checks of Host and Origin, and the public address, however wide it listens, has no such routes.
/// </remarks>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly string _note;

    private ControlServer(WebApplication app, DirectoryInfo folder, string note) => (_app, _folder, _note) = (app, folder, note);

    /// <exception cref="IOException">The socket or its note in the data directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static async Task<ControlServer> StartAsync(string dataDirectory, ModelSessions sessions, PluginHost plugins, ILoggerFactory logs, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("goat-");
        var note = new ControlNote(Environment.ProcessId, Path.Combine(folder.FullName, "control"));
        var app = Build(note.Socket, new ControlRoutes(sessions, plugins), logs);
        var server = new ControlServer(app, folder, note.PathIn(dataDirectory));
        try
        {
            await app.StartAsync(ct);
            await note.WriteAsync(dataDirectory, ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(_note)) File.Delete(_note);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static WebApplication Build(string socket, ControlRoutes routes, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Use(new ErrorBoundary(logs.CreateLogger<ErrorBoundary>()).InvokeAsync);
        routes.Map(app);
        app.MapFallback((RequestDelegate)(_ => throw new ApiException(404, "This goat serve is of another version: restart it.")));
        return app;
    }
}
