using GoatHost.Abstractions;
using GoatHost.Engine.Observability;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>A plugin's source behind its guard.</summary>
internal sealed class GuardedSource(ISource inner, PluginGuard guard) : GuardedCapability(inner, guard), ISource
{
    public bool CanResolve(Reference reference) => Guard.Ask($"looking at the reference {reference}", () => inner.CanResolve(reference));

    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) =>
        Guard.RunAsync($"resolving {reference}", null, async token => HostCopies.Of(await inner.ResolveAsync(reference, token)), ct).WatchedAsync(Name, "resolve");

    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) =>
        Guard.RunAsync($"reading {reference}", null, async token => HostCopies.Of(await inner.ReadAsync(reference, token)), ct).WatchedAsync(Name, "read");

    public IAsyncEnumerable<Discovery> DiscoverAsync(string? cursor, CancellationToken ct) =>
        Guard.StreamAsync($"searching with {Name}", token => inner.DiscoverAsync(cursor, token).Select(HostCopies.Of), ct);
}
