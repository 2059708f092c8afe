using GoatHost.Engine.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi;

/// <summary><c>/v1/models</c>: the models on this machine.</summary>
internal sealed class ModelsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v1/models", (RequestDelegate)ListAsync);
        app.MapGet("/v1/models/{**id}", (RequestDelegate)OneAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var stored = await models.ListAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, new ModelList("list", [.. stored.Select(model => Answer(model, model.FullName))]), OpenAiJson.Default.ModelList);
    }

    private async Task OneAsync(HttpContext context)
    {
        var id = RouteText.Of(context, "id");
        var model = await models.FindAsync(id, context.RequestAborted) ?? throw ApiException.NoSuchModel(id);
        await JsonAnswer.WriteAsync(context, Answer(model, id), OpenAiJson.Default.ModelAnswer);
    }

    private static ModelAnswer Answer(StoredModel model, string id) => new(id, "model", model.AddedAt.ToUnixTimeSeconds(), "goat")
    {
        Meta = new ModelMeta(model.Summary.ContextLength, model.Summary.EmbeddingLength, model.Summary.Parameters, model.Summary.VocabularySize, model.Size) { Quantization = model.Quantization },
    };
}
