using GoatHost.Http.Ollama.Fields;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/delete</c>: forgets a model. Files that a person keeps elsewhere stay where they are.</summary>
internal sealed class DeleteEndpoint(IChatModels models, IModelLibrary library) : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapDelete("/api/delete", (RequestDelegate)DeleteAsync)
            .Noted("Ollama", "Forget a model.", "model").Takes(OllamaJson.Default.NameBody);

    private async Task DeleteAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var name = ModelField.Read(await RequestBody.ReadAsync(context));
        var model = await models.FindAsync(name, ct) ?? throw OllamaFailure.NoModel(name);
        // A derived model's place in memory is that of the published one, which others may be using.
        if (model.Derivation is null) await models.StopAsync(model, ct);
        await library.RemoveAsync(model, ct);
    }
}
