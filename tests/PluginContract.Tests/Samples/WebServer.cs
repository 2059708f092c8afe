using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoatHost.PluginContract.Tests.Samples;

/// <summary>A web server on loopback that answers as a test says.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebServer(WebApplication app) => _app = app;

    public List<string> Requests { get; } = [];

    public string Url => _app.Urls.Single() + "/";

    public static async Task<WebServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new WebServer(app);
        app.Run(context =>
        {
            int number;
            lock (server.Requests)
            {
                number = server.Requests.Count;
                server.Requests.Add($"{context.Request.Method} {context.Request.Path.Value} {context.Request.Headers.Range}");
            }
            return answer(context, number);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>Serves bytes as a good server does, ranges and If-Range included.</summary>
    public static Task Serve(HttpContext context, byte[] bytes, string? tag = null) => Results.Bytes(
        bytes, "application/octet-stream", enableRangeProcessing: true,
        entityTag: tag is null ? null : new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{tag}\"")).ExecuteAsync(context);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
