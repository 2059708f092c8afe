using GoatHost.Abstractions;
using GoatHost.Engine.Store;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Sync;

public static class SyncServices
{
    public static IServiceCollection AddSync(this IServiceCollection services) => services
        .AddSingleton<ModelSync>().AddSingleton<References>().AddSingleton<ModelDiscovery>().AddSingleton<Seeding>();
}

public sealed record SyncOptions
{
    /// <summary>The quantization asked for, or null for the best that fits.</summary>
    public string? Quantization { get; init; }

    /// <summary>A locator to try before those of the description: a peer that is known to have it.</summary>
    public Locator? Prefer { get; init; }
}

public enum SyncStage { Resolve, Plan, Fetch, Verify, Publish }

/// <summary>News of a sync, for people: a stage begins (<see cref="Took"/> null, no bytes), goes on (bytes), or ends (<see cref="Took"/> set).</summary>
public sealed record SyncNote(SyncStage Stage, string Text)
{
    /// <summary>Bytes so far; never fewer than before within a stage.</summary>
    public long Done { get; init; }
    public long Total { get; init; }
    public int? Peers { get; init; }
    public TimeSpan? Took { get; init; }
    /// <summary>Set when <see cref="SyncStage.Resolve"/> ends.</summary>
    public ModelDescription? Description { get; init; }
}

/// <summary>From a reference to a verified model on this machine.</summary>
public sealed class ModelSync
{
    /// <summary>Syncs a reference; what is there already is not fetched again, and the same reference asked for twice at once is fetched once.</summary>
    public Task<StoredModel> SyncAsync(Reference reference, SyncOptions options, IProgress<SyncNote>? progress, CancellationToken ct) =>
        throw new NotImplementedException();
}

/// <summary>Asks whoever knows a reference.</summary>
public sealed class References
{
    /// <summary>What a reference stands for: a file, a source's model, a transport's locator, a name found earlier.</summary>
    public Task<ModelDescription> ResolveAsync(Reference reference, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The content behind a reference, for <c>goat cat</c>.</summary>
    public Task<Content> ReadAsync(Reference reference, CancellationToken ct) => throw new NotImplementedException();
}

/// <summary>Lets every source search, and keeps what they find in the catalog.</summary>
public sealed class ModelDiscovery
{
    public IAsyncEnumerable<Discovery> RunAsync(CancellationToken ct) => throw new NotImplementedException();
}

/// <summary>Serves whole files to others.</summary>
public sealed class Seeding
{
    /// <summary>Serves a stored model by name, or a locator (a .torrent) with the folder that holds its files, until cancelled.</summary>
    public Task SeedAsync(string what, string? folder, SeedOptions options, IProgress<TransferNote>? progress, CancellationToken ct) =>
        throw new NotImplementedException();
}
