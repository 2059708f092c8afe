using GoatHost.Engine.Store;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Adapters;

/// <summary><c>/lora-adapters</c>: the adapters that a model was made with, and how strongly they are felt where a request does not say it.</summary>
internal sealed class AdaptersEndpoint(IChatModels models) : IApiEndpoints
{
    private const int Most = 64;

    public void Map(WebApplication app)
    {
        app.MapGet("/lora-adapters", (RequestDelegate)ListAsync).Noted("llama-server", "The adapters of a model; ?model= names it.")
            .Asks("model").Answers(LlamaServerJson.Default.LlamaAdapters);
        app.MapPost("/lora-adapters", (RequestDelegate)ScaleAsync)
            .Noted("llama-server", "Set how strongly a model's adapters are felt from now on; those left out are off.")
            .Asks("model").Takes(LlamaServerJson.Default.LoraBodies).Answers(LlamaServerJson.Default.LlamaSuccess);
    }

    private async Task ListAsync(HttpContext context)
    {
        var model = await ModelAsync(context);
        IReadOnlyList<LlamaAdapter> adapters = [.. models.AdaptersOf(model).Select((one, id) => new LlamaAdapter(id, ModelName.WithoutDigest(one.Name), one.Scale))];
        await JsonAnswer.WriteAsync(context, adapters, LlamaServerJson.Default.LlamaAdapters);
    }

    private async Task ScaleAsync(HttpContext context)
    {
        var asked = await RequestBody.ReadListAsync(context, Most);
        var model = await ModelAsync(context);
        var known = models.AdaptersOf(model);
        var scales = LoraField.Read(asked, known);
        models.ScaleAdapters(model, [.. known.Select(one => scales.FirstOrDefault(scale => scale.Name == one.Name) ?? one with { Scale = 0 })]);
        await JsonAnswer.WriteAsync(context, new LlamaSuccess(true), LlamaServerJson.Default.LlamaSuccess);
    }

    private async Task<StoredModel> ModelAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        return await models.RequireAsync(context.Request.Query["model"].ToString() is { Length: > 0 } asked ? asked : await models.OnlyAsync(ct), ct);
    }
}
