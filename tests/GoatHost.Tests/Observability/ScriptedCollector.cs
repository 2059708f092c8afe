using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GoatHost.Tests.Observability;

/// <summary>An OpenTelemetry collector on loopback (OTLP over HTTP) that keeps what it is sent.</summary>
internal sealed class ScriptedCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, StringBuilder> _heard = [];

    private ScriptedCollector(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<ScriptedCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var collector = new ScriptedCollector(app);
        app.Run(collector.HearAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>What came for a path. Names stand in protobuf as they are, so they can be looked for as text.</summary>
    public string Heard(string path)
    {
        lock (_heard) return _heard.TryGetValue(path, out var text) ? text.ToString() : "";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        lock (_heard)
        {
            if (!_heard.TryGetValue(http.Request.Path, out var text)) _heard[http.Request.Path] = text = new StringBuilder();
            text.Append(Encoding.Latin1.GetString(body.ToArray()));
        }
    }
}
