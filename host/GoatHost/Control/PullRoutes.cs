using GoatHost.Abstractions;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>Models that a server fetches, whoever watches: begin or watch one, list them, end one.</summary>
internal sealed class PullRoutes(ModelPulls pulls, ControlStream stream) : IControlRoutes
{
    public const string Pulls = "/pulls";
    public const string Stop = "/pulls/stop";

    public void Map(WebApplication app)
    {
        app.MapGet(Pulls, (RequestDelegate)ListAsync);
        app.MapPost(Pulls, (RequestDelegate)WatchAsync);
        app.MapPost(Stop, (RequestDelegate)StopAsync);
    }

    private Task ListAsync(HttpContext context) =>
        ControlBody.WriteAsync(context, [.. pulls.List().Select(PullView.Of)], ControlJson.Default.PullViewArray);

    private async Task WatchAsync(HttpContext context)
    {
        var asked = await ControlBody.ReadAsync(context, ControlJson.Default.PullRequest);
        await stream.SendAsync(context, async (events, ct) =>
        {
            var progress = new EventProgress<SyncNote>(events, note => new SyncEvent(SyncNews.Of(note)));
            var options = new SyncOptions { Quantization = asked.Quantization, AllowUnproven = asked.AllowUnproven };
            var model = await pulls.WatchAsync(new Reference(asked.Reference), options, progress, ct);
            await events.WriteAsync(new PulledEvent(model.FullName), ct);
        });
    }

    private async Task StopAsync(HttpContext context)
    {
        var asked = await ControlBody.ReadAsync(context, ControlJson.Default.PullRequest);
        await ControlBody.WriteAsync(context, await pulls.StopAsync(new Reference(asked.Reference)), ControlJson.Default.Boolean);
    }
}
