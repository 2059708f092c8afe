using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;
using GoatHost.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GoatHost.Http.Ollama.Library;

/// <summary><c>/api/ps</c>: the models in memory, the longest first, under each name that one was asked for by: those made from it share its place.</summary>
internal sealed class PsEndpoint(IChatModels models, TimeProvider time) : IApiEndpoints
{
    // Clients reckon with a date; one that a century is away means never.
    private const int Never = 100;

    public void Map(WebApplication app) => app.MapMethods("/api/ps", OllamaEndpoints.Reading, (RequestDelegate)ListAsync)
            .Noted("Ollama", "List the models in memory.").Answers(OllamaJson.Default.ModelEntries);

    private async Task ListAsync(HttpContext context)
    {
        var stored = await models.ListAsync(context.RequestAborted);
        var entries = (await models.ListLoadedAsync(context.RequestAborted))
            .SelectMany(loaded => Names(loaded).Select(name => Entry(loaded, stored.FirstOrDefault(model => model.FullName == name))))
            .OfType<ModelEntry>()
            .OrderByDescending(entry => entry.ExpiresAt);
        await JsonAnswer.WriteAsync(context, new ModelEntries([.. entries]), OllamaJson.Default.ModelEntries);
    }

    private static IReadOnlyList<string> Names(ResidentModel loaded) => loaded.Names.Count > 0 ? loaded.Names : [loaded.Model];

    /// <summary>Null for a model that was removed while it is still in memory.</summary>
    private ModelEntry? Entry(ResidentModel loaded, StoredModel? model)
    {
        if (model is not { } shown) return null;
        // What runs in this very process has no memory of its own to tell.
        var memory = loaded.ProcessId == Environment.ProcessId ? shown.Size : loaded.MemoryBytes;
        return new ModelEntry(shown.FullName, shown.FullName, memory + loaded.Limits.GpuMemory, shown.Digest, ModelDetails.Of(shown))
        {
            ExpiresAt = (loaded.ExpiresAt ?? time.GetUtcNow().AddYears(Never)).UtcDateTime,
            SizeVram = loaded.Limits.GpuMemory,
            ContextLength = loaded.Limits.ContextTokens,
        };
    }
}
