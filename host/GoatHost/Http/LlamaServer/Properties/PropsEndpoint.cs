using GoatHost.Engine.Inference;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Properties;

/// <summary><c>/props</c>: what tools of llama-server ask of a server before they use it.</summary>
internal sealed class PropsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/props", (RequestDelegate)PropsAsync).Noted("llama-server", "What a model can take; ?model= names it.")
            .Asks("model").Answers(LlamaServerJson.Default.LlamaProps);
        app.MapPost("/props", (RequestDelegate)ChangeAsync)
            .Noted("llama-server", "Not offered: each request says how it is to be answered.");
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

    private static Task ChangeAsync(HttpContext context) =>
        throw new ApiException(501, "A server's properties are not changed by its clients: say in each request how it is to be answered.");
}
