using GoatHost.Engine.Store;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/tags</c>: the models on this machine, newest first.</summary>
internal sealed class TagsEndpoint(IChatModels models, IModelLibrary library) : IApiEndpoints
{
    private readonly KnownCapabilities _capabilities = new(library);

    public void Map(WebApplication app) => app.MapMethods("/api/tags", OllamaEndpoints.Reading, (RequestDelegate)ListAsync)
            .Noted("Ollama", "List the models on this machine.").Answers(OllamaJson.Default.ModelEntries);

    private async Task ListAsync(HttpContext context)
    {
        var stored = await models.ListAsync(context.RequestAborted);
        var entries = new List<ModelEntry>();
        foreach (var (name, model) in Named(stored).OrderByDescending(entry => entry.Model.AddedAt).ThenBy(entry => entry.Name, StringComparer.Ordinal))
        {
            entries.Add(Entry(name, model) with { Capabilities = await _capabilities.OfAsync(model, context.RequestAborted) });
        }
        await JsonAnswer.WriteAsync(context, new ModelEntries(entries), OllamaJson.Default.ModelEntries);
    }

    /// <summary>
    /// Each under its full name, and once more as <c>name:latest</c> where that names it: clients that were told a bare name look for
    /// this one in the list before they ask for it. With Ollama too one model may have several tags.
    /// </summary>
    private static IEnumerable<(string Name, StoredModel Model)> Named(IReadOnlyList<StoredModel> stored)
    {
        foreach (var model in stored) yield return (model.FullName, model);
        foreach (var tagged in stored.GroupBy(model => model.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (tagged.Any(model => model.Quantization.Equals(ModelName.Latest, StringComparison.OrdinalIgnoreCase))) continue;
            var latest = tagged.OrderBy(model => model.Derivation is not null).ThenByDescending(model => model.AddedAt).First();
            yield return ($"{latest.Name}:{ModelName.Latest}", latest);
        }
    }

    private static ModelEntry Entry(string name, StoredModel model) => new(name, name, model.Size, model.Digest, ModelDetails.Of(model))
    {
        ModifiedAt = model.AddedAt.UtcDateTime,
    };
}
