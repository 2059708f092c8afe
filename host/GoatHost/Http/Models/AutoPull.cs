using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Catalog;
using GoatHost.Engine.Sync;
using GoatHost.Engine.Sync.Pulls;

namespace GoatHost.Http.Models;

/// <summary>Fetches a model that a client names and that is not here, where <c>--auto-pull</c> allows it.</summary>
/// <remarks>Never a path: a client could otherwise have any file of this machine looked at.</remarks>
internal sealed class AutoPull(ModelPulls pulls, DiscoveredModels catalog, ModelStore store, TimeProvider time)
{
    /// <summary>Clients and proxies wait about a minute for the first byte.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The model, once it is here; null when nobody knows the name.</returns>
    /// <exception cref="BusyException">It is still being fetched.</exception>
    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct)
    {
        if (await KnownAsync(name, ct) is not { } reference) return null;
        if ((await store.FindByOriginAsync(reference, ct)) is [var stored, ..]) return stored;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await pulls.WatchAsync(reference, new SyncOptions(), progress: null, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BusyException($"{name} is being fetched{HowFar(reference)}; ask again in a while, or watch it with goat pull.");
        }
    }

    /// <summary>What may be fetched for a name: a reference, or what the catalog has under it. A path is neither.</summary>
    private async Task<Reference?> KnownAsync(string text, CancellationToken ct)
    {
        if (ModelReference.Read(text) is { } reference) return reference;
        if (File.Exists(text)) return null;
        var colon = text.LastIndexOf(':');
        var name = colon > 0 ? text[..colon] : text;
        return (await catalog.FindAsync(name, ct)).Any(entry => entry.State == CatalogState.Found) ? new Reference(text) : null;
    }

    private string HowFar(Reference reference) =>
        pulls.List().FirstOrDefault(pull => pull.Reference == reference)?.Last is { Stage: SyncStage.Fetch, Total: > 0 } news
            ? $" ({news.Done * 100 / news.Total} %)"
            : "";
}
