using System.Collections.Concurrent;
using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Models;

/// <summary>The engine's store and sessions, as Http/ sees them.</summary>
internal sealed class EngineChatModels(ModelStore store, ModelSessions sessions, AutoPull? pulls = null) : IChatModels
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<AdapterScale>> _scales = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The models, without the adapters that lie beside them: those answer nobody by themselves.</summary>
    public async Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) =>
        [.. (await store.ListAsync(ct)).Where(model => model.Summary.Adapter is null)];

    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct) =>
        await store.FindAsync(name, ct) ?? await ByReferenceAsync(name, ct) ?? (pulls is null ? null : await pulls.FindAsync(name, ct));

    public Task<IModelSession> OpenAsync(StoredModel model, OpenOptions options, CancellationToken ct) =>
        sessions.OpenAsync(model, options with { Adapters = AdaptersOf(model) }, progress: null, ct);

    // Those of a model that was made anew since have other names.
    public IReadOnlyList<AdapterScale> AdaptersOf(StoredModel model) => model.Derivation?.Changes.Adapters is not { } own ? []
        : !_scales.TryGetValue(model.FullName, out var scaled) ? own
        : [.. own.Select(one => scaled.FirstOrDefault(other => other.Name == one.Name) ?? one)];

    public void ScaleAdapters(StoredModel model, IReadOnlyList<AdapterScale> adapters) => _scales[model.FullName] = adapters;

    public Task<IReadOnlyList<ResidentModel>> ListLoadedAsync(CancellationToken ct) => sessions.ListAsync(ct);

    public Task StopAsync(StoredModel model, CancellationToken ct) => sessions.ReleaseAsync(model, ct);

    /// <summary>A model that is here is also known by what it came from.</summary>
    private async Task<StoredModel?> ByReferenceAsync(string name, CancellationToken ct) =>
        ModelReference.Read(name) is { } reference && await store.FindByOriginAsync(reference, ct) is [var latest, ..] ? latest : null;
}
