using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Http.Anthropic;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.OpenAi;

/// <summary><c>/v1/models</c>: the models on this machine.</summary>
internal sealed class ModelsEndpoint(IChatModels models) : IApiEndpoints
{
    public void Map(WebApplication app)
    {
        app.MapGet("/v1/models", (RequestDelegate)ListAsync).Noted("OpenAI", "The models on this machine.")
            .Answers(OpenAiJson.Default.ModelList).Answers(AnthropicJson.Default.AnthropicModelList);
        app.MapGet("/v1/models/{**id}", (RequestDelegate)OneAsync).Noted("OpenAI", "One model.")
            .Answers(OpenAiJson.Default.ModelAnswer).Answers(AnthropicJson.Default.AnthropicModel);
    }

    private async Task ListAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        if (AnthropicModels.AreAskedBy(context.Request))
        {
            await JsonAnswer.WriteAsync(context, AnthropicModels.List(await models.ListAsync(ct)), AnthropicJson.Default.AnthropicModelList);
            return;
        }
        var (stored, loaded) = (await models.ListAsync(ct), await models.ListLoadedAsync(ct));
        var list = new ModelList("list", [.. stored.Select(model => Answer(model, model.FullName, loaded))]);
        await JsonAnswer.WriteAsync(context, list, OpenAiJson.Default.ModelList);
    }

    private async Task OneAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var id = RouteText.Of(context, "id");
        var model = await models.RequireAsync(id, ct);
        await (AnthropicModels.AreAskedBy(context.Request)
            ? JsonAnswer.WriteAsync(context, AnthropicModels.Of(model, id), AnthropicJson.Default.AnthropicModel)
            : JsonAnswer.WriteAsync(context, Answer(model, id, await models.ListLoadedAsync(ct)), OpenAiJson.Default.ModelAnswer));
    }

    private static ModelAnswer Answer(StoredModel model, string id, IReadOnlyList<ResidentModel> loaded)
    {
        var summary = model.Summary;
        var context = loaded.FirstOrDefault(resident => resident.Model == model.FullName)?.Limits.ContextTokens;
        return new ModelAnswer(id, "model", model.AddedAt.ToUnixTimeSeconds(), "goat")
        {
            Meta = new ModelMeta(
                context,
                summary.ContextLength,
                summary.EmbeddingLength,
                summary.Parameters,
                summary.VocabularySize,
                model.Size,
                model.Quantization),
        };
    }
}
