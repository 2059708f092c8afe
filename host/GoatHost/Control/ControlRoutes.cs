using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Plugins;
using GoatHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>What a running server can be told.</summary>
internal sealed class ControlRoutes(ModelSessions sessions, PluginHost plugins)
{
    public const string Residents = "/residents";
    public const string Stop = "/stop";

    public static string Reload(string id) => $"/plugins/{Uri.EscapeDataString(id)}/reload";

    public void Map(WebApplication app)
    {
        app.MapGet(Residents, (RequestDelegate)ListAsync);
        app.MapPost(Stop, (RequestDelegate)StopAsync);
        app.MapPost("/plugins/{id}/reload", (RequestDelegate)ReloadAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var residents = await sessions.ListAsync(context.RequestAborted);
        await WriteAsync(context, [.. residents.Select(ResidentView.Of)], ControlJson.Default.ResidentViewArray);
    }

    private async Task StopAsync(HttpContext context)
    {
        var request = await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.StopRequest, context.RequestAborted);
        await WriteAsync(context, [.. await sessions.StopAsync(request?.Model)], ControlJson.Default.StringArray);
    }

    private async Task ReloadAsync(HttpContext context)
    {
        var reload = await plugins.ReloadAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        await WriteAsync(context, ReloadView.Of(reload), ControlJson.Default.ReloadView);
    }

    private static Task WriteAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type) => JsonAnswer.WriteAsync(context, answer, type);
}
