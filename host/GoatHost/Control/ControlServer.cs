using GoatHost.Abstractions;
using GoatHost.Composition;
using GoatHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GoatHost.Control;

/// <summary>The private door of a running server, through which goat's own commands use it.</summary>
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
    public static async Task<ControlServer> StartAsync(string dataDirectory, EngineScope engine, TimeSpan grace, CancellationToken ct)
    {
        var plugins = await engine.StartPluginsAsync(ct);
        var folder = Directory.CreateTempSubdirectory("goat-");
        var note = new ControlNote(Environment.ProcessId, Path.Combine(folder.FullName, "control")) { Build = ControlBuild.Id };
        var errors = new ControlErrors(engine.Logs.CreateLogger<ControlErrors>());
        var stream = new ControlStream(errors);
        var app = Build(note.Socket, grace, errors,
            [new ModelRoutes(engine.Store, engine.Sessions, stream), new PullRoutes(engine.Pulls, stream), new PluginRoutes(plugins)]);
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

    /// <summary>No new command finds the door; those inside may end, and are shown out at the deadline.</summary>
    public async Task StopAsync()
    {
        Withdraw();
        await _app.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Withdraw();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Withdraw()
    {
        if (File.Exists(_note)) File.Delete(_note);
    }

    private static WebApplication Build(string socket, TimeSpan grace, ControlErrors errors, IReadOnlyList<IControlRoutes> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = grace);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.Use(errors.InvokeAsync);
        foreach (var one in routes) one.Map(app);
        app.MapFallback((RequestDelegate)(_ => throw new GoatException("This goat serve is of another version: restart it.")));
        return app;
    }
}
