using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Http.Ollama.Library;

/// <summary>What the API does with the models on disk: all that it needs of the engine beside <see cref="IChatModels"/>.</summary>
internal interface IModelLibrary
{
    /// <summary>Syncs a model. Cancelling ends the watching alone: the sync goes on.</summary>
    Task<StoredModel> PullAsync(Reference reference, IProgress<SyncNote> progress, CancellationToken ct);

    /// <summary>Forgets a model, with those of its files that no other has.</summary>
    Task RemoveAsync(StoredModel model, CancellationToken ct);

    /// <summary>Makes a model from another.</summary>
    Task<StoredModel> MakeAsync(ModelName name, StoredModel parent, ModelChanges changes, string? license, CancellationToken ct);

    /// <summary>Finds an adapter by its digest (<c>sha256:…</c>) or its name, or null.</summary>
    Task<StoredModel?> FindAdapterAsync(string wanted, CancellationToken ct);

    /// <summary>Reads what a model's first file says about itself.</summary>
    Task<GgufFile> ReadHeaderAsync(StoredModel model, CancellationToken ct);

    /// <summary>Reads the arrays that the header leaves in the file: the vocabulary above all.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<GgufValue>>> ReadArraysAsync(StoredModel model, GgufFile header, CancellationToken ct);
}
