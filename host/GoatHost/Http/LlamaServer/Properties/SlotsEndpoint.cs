using GoatHost.Engine.Inference;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Properties;

/// <summary><c>/slots</c>: how many answers each loaded model gives at once, and how many it is giving. It loads none.</summary>
internal sealed class SlotsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/slots", (RequestDelegate)ListAsync).Noted("llama-server", "What the loaded models are busy with; ?model= names one.")
            .Asks("model", "fail_on_no_slot").Answers(LlamaServerJson.Default.LlamaSlots);
        app.MapPost("/slots/{id}", (RequestDelegate)ChangeAsync)
            .Noted("llama-server", "Not offered: what is cached is kept or let go by itself.");
    }

    private async Task ListAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var asked = context.Request.Query;
        var model = asked["model"].ToString() is { Length: > 0 } given ? await models.RequireAsync(given, ct) : null;
        var name = model?.ToPublished().FullName;
        var loaded = (await models.ListLoadedAsync(ct)).Where(resident => name is null || resident.Model == name);
        IReadOnlyList<LlamaSlot> slots = [.. loaded.SelectMany(Of).Select((slot, at) => slot with { Id = at })];
        if (asked["fail_on_no_slot"] == "1" && slots.All(slot => slot.IsProcessing))
            throw new ApiException(503, "Every slot is busy: ask again in a moment.");
        await JsonAnswer.WriteAsync(context, slots, LlamaServerJson.Default.LlamaSlots);
    }

    /// <summary>Requests share one context without places of their own in it: of those that could be answered at once, so many are.</summary>
    private static IEnumerable<LlamaSlot> Of(ResidentModel model) => Enumerable.Range(0, Math.Max(1, model.Limits.Parallel))
        .Select(at => new LlamaSlot(at, model.Model, model.Limits.ContextTokens, Speculative: false, IsProcessing: at < model.Leases));

    private static Task ChangeAsync(HttpContext context) => throw new ApiException(
        501, "A slot is not saved, restored or erased here: requests share one context, which keeps the prompts that were used last.");
}
