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
    private static readonly string[] Schemes = ["ord", "magnet", "ipfs", "ipns"];

    /// <summary>Clients and proxies wait about a minute for the first byte.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The model, once it is here; null when nobody knows the name.</returns>
    /// <exception cref="BusyException">It is still being fetched.</exception>
    public async Task<StoredModel?> FindAsync(string name, CancellationToken ct)
    {
        var reference = new Reference(name);
        if (!await IsKnownAsync(reference, ct)) return null;
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

    private async Task<bool> IsKnownAsync(Reference reference, CancellationToken ct)
    {
        if (File.Exists(reference.Text)) return false;
        if (reference.Scheme is { } scheme && Schemes.Contains(scheme)) return true;
        var colon = reference.Text.LastIndexOf(':');
        var name = colon > 0 ? reference.Text[..colon] : reference.Text;
        return (await catalog.FindAsync(name, ct)).Any(entry => entry.State == CatalogState.Found);
    }

    private string HowFar(Reference reference) =>
        pulls.List().FirstOrDefault(pull => pull.Reference == reference)?.Last is { Stage: SyncStage.Fetch, Total: > 0 } news
            ? $" ({news.Done * 100 / news.Total} %)"
            : "";
}
