using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;
using GoatHost.Engine.Verification;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama.Library;

/// <summary>The engine's store and syncs, as the Ollama API sees them.</summary>
internal sealed class EngineModelLibrary(ModelStore store, DerivedModels derived, AdapterFit adapters, ModelPulls pulls) : IModelLibrary
{
    public Task<StoredModel> PullAsync(Reference reference, IProgress<SyncNote> progress, CancellationToken ct) =>
        pulls.WatchAsync(reference, new SyncOptions(), progress, ct);

    public Task RemoveAsync(StoredModel model, CancellationToken ct) => store.RemoveAsync(model, ct);

    public async Task<StoredModel> MakeAsync(ModelName name, StoredModel parent, ModelChanges changes, string? license, CancellationToken ct)
    {
        // Told now, and not to whoever asks the model first.
        if (changes.Adapters is { } added) await adapters.CheckAsync(parent.ToPublished(), added, ct);
        return await derived.MakeAsync(name, parent, changes, license, ct);
    }

    public async Task<StoredModel?> FindAdapterAsync(string wanted, CancellationToken ct)
    {
        const string Prefix = "sha256:";
        if (!wanted.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return await store.FindAsync(wanted, ct) is { Summary.Adapter: not null } named ? named : null;
        var digest = wanted[Prefix.Length..].ToLowerInvariant();
        return (await store.ListAsync(ct)).FirstOrDefault(model => model is { Summary.Adapter: not null, Derivation: null } && model.Digest == digest);
    }

    public Task<GgufFile> ReadHeaderAsync(StoredModel model, CancellationToken ct) =>
        Task.Run(() => GgufReader.Read(model.Files[0].FullPath, ct), ct);

    public Task<IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>> ReadArraysAsync(StoredModel model, GgufFile header, CancellationToken ct) =>
        Task.Run(() => GgufArrays.Read(model.Files[0].FullPath, header, ct), ct);
}
