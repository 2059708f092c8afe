using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Http;

/// <summary>Models by the names that clients write.</summary>
internal static class ServedModels
{
    public static async Task<StoredModel> RequireAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.FindAsync(name, ct) ?? throw ApiException.NoSuchModel(name);

    public static async Task<IModelSession> OpenAsync(this IChatModels models, string name, CancellationToken ct) =>
        await models.OpenAsync(await models.RequireAsync(name, ct), ct);

    /// <summary>The model that a request names. llama-server's clients name none: then it is the only one there is.</summary>
    public static async Task<string> NameAsync(this IChatModels models, JsonFields body, CancellationToken ct) =>
        body.Text("model") is { Length: > 0 } name ? name : await models.OnlyAsync(ct);

    public static async Task<string> OnlyAsync(this IChatModels models, CancellationToken ct) => await models.ListAsync(ct) switch
    {
        [var only] => only.FullName,
        { Count: 0 } => throw new ApiException(404, "There is no model on this machine: goat pull fetches one.") { Param = "model", Code = "model_not_found" },
        { Count: var count } => throw new ApiException(400, $"model must be one of the {count} models on this machine: /v1/models lists them.") { Param = "model" },
    };
}
