using GoatHost.Engine.Inference;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer;

/// <summary><c>/props</c> and <c>/slots</c>: what tools of llama-server ask of a server before they use it.</summary>
internal sealed class PropsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/props", (RequestDelegate)PropsAsync).Noted("llama-server", "What a model can take; ?model= names it.");
        app.MapGet("/slots", (RequestDelegate)NoSlotsAsync).Noted("llama-server", "There are no slots: answers 501.");
        app.MapPost("/slots/{id}", (RequestDelegate)NoSlotsAsync).Noted("llama-server", "There are no slots: answers 501.");
    }

    private async Task PropsAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var name = context.Request.Query["model"].ToString() is { Length: > 0 } asked ? asked : await models.OnlyAsync(ct);
        var model = await models.RequireAsync(name, ct);
        await using var session = await models.OpenAsync(model, new OpenOptions(), ct);
        var limits = session.Limits;
        var props = new LlamaProps(
            new LlamaSettings(limits.ContextTokens),
            limits.Parallel,
            name,
            // Not the whole path: a client has no business in this machine's folders.
            model.Files[0].Path,
            new LlamaModalities(Vision: false, Audio: false),
            model.Summary.ChatTemplate ?? "",
            new LlamaCapabilities(limits.Tools, limits.Tools),
            limits.Engine,
            IsSleeping: false);
        await JsonAnswer.WriteAsync(context, props, LlamaServerJson.Default.LlamaProps);
    }

    private static Task NoSlotsAsync(HttpContext context) =>
        throw new ApiException(501, "There are no slots to show or save: requests share one context, and goat ps says what is loaded.");
}
