using GoatHost.Abstractions;
using GoatHost.Engine.Inference;
using GoatHost.Engine.Store;

namespace GoatHost.Http.Models;

/// <summary>The engine's store and sessions, as Http/ sees them.</summary>
internal sealed class EngineChatModels(ModelStore store, ModelSessions sessions, AutoPull? pulls = null) : IChatModels
{
    public Task<IReadOnlyList<StoredModel>> ListAsync(CancellationToken ct) => store.ListAsync(ct);

    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct) =>
        await store.FindAsync(name, ct) ?? (pulls is null ? null : await pulls.FindAsync(name, ct));

    public Task<IModelSession> OpenAsync(StoredModel model, OpenOptions options, CancellationToken ct) => sessions.OpenAsync(model, options, progress: null, ct);

    public Task<IReadOnlyList<ResidentModel>> ListLoadedAsync(CancellationToken ct) => sessions.ListAsync(ct);

    public Task StopAsync(StoredModel model, CancellationToken ct) => sessions.ReleaseAsync(model, ct);
}
