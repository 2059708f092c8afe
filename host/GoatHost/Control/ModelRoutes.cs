using System.Threading.Channels;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Control;

/// <summary>Models in a server's memory, for commands to share: load one, let it answer, list them, unload them.</summary>
internal sealed class ModelRoutes(ModelStore store, ModelSessions sessions, ControlStream stream) : IControlRoutes
{
    public const string Residents = "/residents";
    public const string Load = "/load";
    public const string Generate = "/generate";
    public const string Stop = "/stop";

    public void Map(WebApplication app)
    {
        app.MapGet(Residents, (RequestDelegate)ListAsync);
        app.MapPost(Load, (RequestDelegate)LoadAsync);
        app.MapPost(Generate, (RequestDelegate)GenerateAsync);
        app.MapPost(Stop, (RequestDelegate)StopAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var residents = await sessions.ListAsync(context.RequestAborted);
        await ControlBody.WriteAsync(context, [.. residents.Select(ResidentView.Of)], ControlJson.Default.ResidentViewArray);
    }

    private async Task LoadAsync(HttpContext context)
    {
        var asked = await ControlBody.ReadAsync(context, ControlJson.Default.LoadRequest);
        await stream.SendAsync(context, async (events, ct) =>
        {
            // Given back at once: the model stays loaded as long as any does, and a chat in which nobody types keeps it from nobody.
            await using var session = await OpenAsync(asked.Model, new OpenOptions { Session = asked.Options, Adapters = asked.Adapters }, events, ct);
            await events.WriteAsync(new LoadedEvent(session.Limits), ct);
        });
    }

    private async Task GenerateAsync(HttpContext context)
    {
        var asked = await ControlBody.ReadAsync(context, ControlJson.Default.GenerateRequest);
        await stream.SendAsync(context, async (events, ct) =>
        {
            await using var session = await OpenAsync(asked.Model, new OpenOptions { Session = asked.Options, Adapters = asked.Adapters }, events, ct);
            await foreach (var delta in session.GenerateAsync(asked.Request, ct)) await events.WriteAsync(new DeltaEvent(delta), ct);
        });
    }

    private async Task StopAsync(HttpContext context)
    {
        var asked = await ControlBody.ReadAsync(context, ControlJson.Default.StopRequest);
        await ControlBody.WriteAsync(context, [.. await sessions.StopAsync(asked.Model)], ControlJson.Default.StringArray);
    }

    private async Task<IModelSession> OpenAsync(string name, OpenOptions options, ChannelWriter<ControlEvent> events, CancellationToken ct)
    {
        var model = await store.FindAsync(name, ct)
            ?? throw new GoatException($"There is no model {name} on this machine: goat list names those there are.");
        var progress = new EventProgress<double>(events, portion => new LoadingEvent(portion));
        return await sessions.OpenAsync(model, options, progress, ct);
    }
}
