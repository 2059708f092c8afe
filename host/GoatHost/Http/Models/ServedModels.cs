using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Models;

/// <summary>Models by the names that clients write.</summary>
internal static class ServedModels
{
    public static async Task<StoredModel> RequireAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.FindAsync(name, ct) ?? throw ApiException.NoSuchModel(name);

    public static async Task<IModelSession> OpenAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.OpenAsync(await models.RequireAsync(name, ct), new OpenOptions(), ct);

    /// <summary>The model that a request names. llama-server's clients name none: then it is the only one loaded, or at all.</summary>
    public static async Task<string> NameAsync(this IChatModels models, JsonFields body, CancellationToken ct) =>
        body.Text("model") is { Length: > 0 } name ? name : await models.OnlyAsync(ct);

    public static async Task<string> OnlyAsync(this IChatModels models, CancellationToken ct)
    {
        var stored = await models.ListAsync(ct);
        if (stored is [var only]) return only.FullName;
        if (await models.ListLoadedAsync(ct) is [var loaded]) return loaded.Model;
        throw stored.Count == 0
            ? new ApiException(404, "There is no model on this machine: goat pull fetches one.") { Code = "model_not_found" }
            : ApiException.WrongField("model", $"one of the {stored.Count} models on this machine, as /v1/models lists them");
    }
}
