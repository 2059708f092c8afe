using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.LlamaServer.Models;

/// <summary><c>/models</c>, as llama-server has it where it serves several: the list, and loading and unloading.</summary>
internal sealed class LoadedModelsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/models", (RequestDelegate)ListAsync).Noted("llama-server", "The models on this machine, and which are loaded.")
            .Answers(LlamaServerJson.Default.LlamaModelList);
        app.MapPost("/models/load", (RequestDelegate)LoadAsync).Noted("llama-server", "Load a model.", "model")
            .Takes(LlamaServerJson.Default.LoadBody).Answers(LlamaServerJson.Default.LlamaSuccess);
        app.MapPost("/models/unload", (RequestDelegate)UnloadAsync)
            .Noted("llama-server", "Unload a model once its answers have ended.", "model")
            .Takes(LlamaServerJson.Default.LoadBody).Answers(LlamaServerJson.Default.LlamaSuccess);
    }

    private async Task ListAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var loaded = (await models.ListLoadedAsync(ct)).Select(model => model.Model).ToHashSet();
        var list = (await models.ListAsync(ct)).Select(model => Show(model, loaded.Contains(model.ToPublished().FullName)));
        await JsonAnswer.WriteAsync(context, new LlamaModelList("list", [.. list]), LlamaServerJson.Default.LlamaModelList);
    }

    private async Task LoadAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var model = await RequireAsync(context);
        await (await models.OpenAsync(model, new OpenOptions(), ct)).DisposeAsync();
        await SucceedAsync(context);
    }

    private async Task UnloadAsync(HttpContext context)
    {
        await models.StopAsync(await RequireAsync(context), context.RequestAborted);
        await SucceedAsync(context);
    }

    private async Task<StoredModel> RequireAsync(HttpContext context) =>
        await models.RequireAsync((await RequestBody.ReadAsync(context)).RequiredText("model"), context.RequestAborted);

    private static Task SucceedAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, new LlamaSuccess(true), LlamaServerJson.Default.LlamaSuccess);

    private static LlamaModel Show(StoredModel model, bool loaded) => new(
        model.FullName, "model", model.AddedAt.ToUnixTimeSeconds(), "goat", model.Files[0].Path,
        new LlamaModelStatus(loaded ? "loaded" : "unloaded", []));
}
