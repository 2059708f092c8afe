using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Http;

/// <summary>The models that are served: all that Http/ needs of the engine.</summary>
internal interface IChatModels
{
    Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct);

    /// <summary>Finds by <c>name[:quantization]</c>, or null.</summary>
    Task<StoredModel?> FindAsync(string name, CancellationToken ct);

    /// <summary>Opens a session; the model is loaded if it is not yet.</summary>
    Task<IModelSession> OpenAsync(StoredModel model, CancellationToken ct);
}
