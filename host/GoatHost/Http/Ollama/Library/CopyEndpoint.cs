using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/copy</c>: another name for a model. Its files are shared, and stay while one of the names does.</summary>
internal sealed class CopyEndpoint(IChatModels models, IModelLibrary library) : IApiEndpoints
{
    public void Map(WebApplication app) => app.MapPost("/api/copy", (RequestDelegate)CopyAsync)
            .Noted("Ollama", "Give a model another name.", "source", "destination")
            .Takes(OllamaJson.Default.CopyBody);

    private async Task CopyAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var body = await RequestBody.ReadAsync(context);
        var (source, destination) = (body.Text("source") ?? "", body.Text("destination") ?? "");
        if (!ModelName.TryParse(source, out _)) throw OllamaFailure.BadName(source);
        if (!ModelName.TryParse(destination, out var name) || name.Digest is not null) throw OllamaFailure.BadName(destination);
        var model = await models.FindAsync(source, ct) ?? throw new ApiException(404, $"model \"{source}\" not found");
        if (!model.FullName.Equals(name.WithTag, StringComparison.OrdinalIgnoreCase))
            await library.MakeAsync(name, model, new ModelChanges(), license: null, ct);
    }
}
