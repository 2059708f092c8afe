using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Http;

/// <summary>Models by the names that clients write.</summary>
internal static class ServedModels
{
    public static async Task<StoredModel> RequireAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.FindAsync(name, ct) ?? throw ApiException.NoSuchModel(name);

    public static async Task<IModelSession> OpenAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.OpenAsync(await models.RequireAsync(name, ct), new OpenOptions(), ct);

    /// <summary>The model that a request names. llama-server's clients name none: then it is the only one there is, or the only one in memory.</summary>
    public static async Task<string> NameAsync(this IChatModels models, JsonFields body, CancellationToken ct) =>
        body.Text("model") is { Length: > 0 } name ? name : await models.OnlyAsync(ct);

    public static async Task<string> OnlyAsync(this IChatModels models, CancellationToken ct)
    {
        var stored = await models.ListAsync(ct);
        if (stored is [var only]) return only.FullName;
        if (stored.Count == 0) throw new ApiException(404, "There is no model on this machine: goat pull fetches one.") { Param = "model", Code = "model_not_found" };
        return await models.ListLoadedAsync(ct) is [var loaded]
            ? loaded.Model
            : throw new ApiException(400, $"model must be one of the {stored.Count} models on this machine: /v1/models lists them.") { Param = "model" };
    }
}
