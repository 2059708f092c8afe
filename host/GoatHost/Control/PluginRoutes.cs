using GoatHost.Engine.Plugins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>A server's plugins: loading one anew.</summary>
internal sealed class PluginRoutes(PluginHost plugins) : IControlRoutes
{
    public static string Reload(string id) => $"/plugins/{Uri.EscapeDataString(id)}/reload";

    public void Map(WebApplication app) => app.MapPost("/plugins/{id}/reload", (RequestDelegate)ReloadAsync);

    private async Task ReloadAsync(HttpContext context)
    {
        var reload = await plugins.ReloadAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        await ControlBody.WriteAsync(context, ReloadView.Of(reload), ControlJson.Default.ReloadView);
    }
}
