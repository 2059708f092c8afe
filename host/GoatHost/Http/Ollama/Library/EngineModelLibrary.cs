using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama.Library;

/// <summary>The engine's store and syncs, as the Ollama API sees them.</summary>
internal sealed class EngineModelLibrary(ModelStore store, DerivedModels derived, ModelPulls pulls) : IModelLibrary
{
    public Task<StoredModel> PullAsync(Reference reference, IProgress<SyncNote> progress, CancellationToken ct) =>
        pulls.WatchAsync(reference, new SyncOptions(), progress, ct);

    public Task RemoveAsync(StoredModel model, CancellationToken ct) => store.RemoveAsync(model, ct);

    public Task<StoredModel> MakeAsync(ModelName name, StoredModel parent, ModelChanges changes, string? license, CancellationToken ct) =>
        derived.MakeAsync(name, parent, changes, license, ct);

    public Task<GgufFile> ReadHeaderAsync(StoredModel model, CancellationToken ct) =>
        Task.Run(() => GgufReader.Read(model.Files[0].FullPath, ct), ct);
}
