using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Models;

/// <summary>The models that are served: all that Http/ needs of the engine.</summary>
internal interface IChatModels
{
    Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct);

    /// <summary>Finds by <c>name[:quantization]</c>, or null. With <c>goat serve --auto-pull</c> a known reference is fetched first.</summary>
    /// <exception cref="BusyException">It is being fetched, and is not here yet.</exception>
    Task<StoredModel?> FindAsync(string name, CancellationToken ct);

    /// <summary>Opens a session; the model is loaded if it is not yet. Dispose it with the request: while it is held, the model counts as in use.</summary>
    /// <exception cref="BusyException">Models in use leave no room for it now.</exception>
    Task<IModelSession> OpenAsync(StoredModel model, OpenOptions options, CancellationToken ct);

    /// <summary>The adapters that a model was made with, and how strongly each is felt now where a request does not say it.</summary>
    IReadOnlyList<AdapterScale> AdaptersOf(StoredModel model);

    /// <summary>Changes how strongly the adapters of a model are felt, as long as this server runs.</summary>
    void ScaleAdapters(StoredModel model, IReadOnlyList<AdapterScale> adapters);

    /// <summary>The models in memory.</summary>
    Task<IReadOnlyList<ResidentModel>> ListLoadedAsync(CancellationToken ct);

    /// <summary>Unloads a model once the answers that are being given have ended, at once when there are none; changes nothing when it is not loaded.</summary>
    Task StopAsync(StoredModel model, CancellationToken ct);
}
