using GoatHost.Abstractions;
using GoatHost.Engine.Observability;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>A plugin's transport behind its guard.</summary>
internal sealed class GuardedTransport(ITransport inner, PluginGuard guard) : GuardedCapability(inner, guard), ITransport
{
    public bool CanFetch(Locator locator) => Guard.Ask($"looking at the locator {locator}", () => inner.CanFetch(locator));

    public Task<IReadOnlyList<RemoteFile>> ListAsync(Locator locator, CancellationToken ct) =>
        Guard.RunAsync($"listing {locator}", Guard.Deadlines.List, async token => HostCopies.Of(await inner.ListAsync(locator, token)), ct).WatchedAsync(Name, "list");

    public Task FetchAsync(Locator locator, IReadOnlyList<IArtifactFile> files, IProgress<TransferNote>? progress, CancellationToken ct) =>
        Guard.LastAsync($"fetching {locator}", token => inner.FetchAsync(locator, files, progress, token), ct).WatchedAsync(Name, "fetch");

    public Task SeedAsync(Locator locator, IReadOnlyList<IArtifactFile> files, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct) =>
        Guard.LastAsync($"serving {locator}", token => inner.SeedAsync(locator, files, options, progress, token), ct).WatchedAsync(Name, "serve");
}
