using System.Text;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Metrics;

/// <summary><c>/metrics</c>: what goat's meters tell, for Prometheus to fetch.</summary>
internal sealed class MetricsEndpoint(MetricRegistry registry) : IApiEndpoints
{
    public void Map(WebApplication app) =>
        app.MapGet("/metrics", (RequestDelegate)TellAsync).Noted("llama-server", "Counts and times for Prometheus, llama-server's own among them.")
            .AnswersText("text/plain");

    private async Task TellAsync(HttpContext context)
    {
        var text = new PrometheusText();
        var families = registry.Read();
        foreach (var family in families) text.Add(family);
        LlamaServerMetrics.AddTo(text, families);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), context.RequestAborted);
    }
}
