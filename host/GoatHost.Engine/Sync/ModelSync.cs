using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Recovery;
using GoatHost.Engine.Sync.Checking;
using GoatHost.Engine.Sync.Fetching;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Sync.Publishing;
using GoatHost.Engine.Sync.Resolving;
using Microsoft.Extensions.DependencyInjection;

namespace GoatHost.Engine.Sync;

/// <summary>From a reference to a verified model on this machine.</summary>
public sealed class ModelSync
{
    private readonly ResolveStage _resolving;
    private readonly PlanStage _planning;
    private readonly FetchStage _fetching;
    private readonly VerifyStage _verifying;
    private readonly PublishStage _publishing;
    private readonly StoreRecovery _recovery;
    private readonly StoreLocks _locks;
    private readonly TimeProvider _time;

    internal ModelSync(
        ResolveStage resolving,
        PlanStage planning,
        FetchStage fetching,
        VerifyStage verifying,
        PublishStage publishing,
        StoreRecovery recovery,
        StoreLocks locks,
        TimeProvider time)
    {
        (_resolving, _planning, _fetching, _verifying, _publishing) = (resolving, planning, fetching, verifying, publishing);
        (_recovery, _locks, _time) = (recovery, locks, time);
    }

    /// <summary>Syncs a reference; what is there already is not fetched again, and the same reference asked for twice at once is fetched once.</summary>
    /// <param name="reference">What a person typed.</param>
    /// <param name="options">What they asked of it.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="ct">Stops; what is fetched stays and is resumed.</param>
    /// <exception cref="RefusedException">What was found or fetched did not stand up to its check.</exception>
    /// <exception cref="GoatException">It cannot be had: the sentence says why.</exception>
    public async Task<StoredModel> SyncAsync(Reference reference, SyncOptions options, IProgress<SyncNote>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        return await SyncWatch.RunAsync(progress, _time, watch => SyncAsync(reference, options, new SyncProgress(watch, _time), ct));
    }

    private async Task<StoredModel> SyncAsync(Reference reference, SyncOptions options, SyncProgress notes, CancellationToken ct)
    {
        var resolved = await _resolving.ResolveAsync(reference, options.AllowUnproven, notes, ct);
        // One at a time for each origin: whoever waited finds the other's files, or what an interrupted one left, when it plans.
        using var turn = await TurnAsync(resolved, notes, ct);
        var plan = await _planning.PlanAsync(resolved, options, notes, ct);
        var fetched = await _fetching.FetchAsync(plan, options.Prefer, notes, ct);
        var verified = await _verifying.VerifyAsync(fetched, notes, ct);
        return await _publishing.PublishAsync(verified, notes, ct);
    }

    private async Task<IDisposable> TurnAsync(Resolved resolved, SyncProgress notes, CancellationToken ct)
    {
        var turn = await _locks.TakeAsync(
            $"sync {resolved.Description.Origin}", () => notes.Say("waiting for another sync of the same model"), ct);
        try
        {
            await _recovery.MendAsync(ct);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    internal static ModelSync From(IServiceProvider services) => new(
        services.GetRequiredService<ResolveStage>(),
        services.GetRequiredService<PlanStage>(),
        services.GetRequiredService<FetchStage>(),
        services.GetRequiredService<VerifyStage>(),
        services.GetRequiredService<PublishStage>(),
        services.GetRequiredService<StoreRecovery>(),
        services.GetRequiredService<StoreLocks>(),
        services.GetRequiredService<TimeProvider>());
}
