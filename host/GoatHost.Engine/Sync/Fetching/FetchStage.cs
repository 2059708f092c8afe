using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Publishing;
using GoatHost.Engine.Store.Transfers;
using GoatHost.Engine.Sync.Planning;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync.Fetching;

/// <summary>The third stage: the bytes, from one place after another until none is missing.</summary>
internal sealed partial class FetchStage(
    ICapabilities capabilities,
    DataLayout layout,
    TransferRecords records,
    DiskSpace space,
    FetchLimits limits,
    TimeProvider time,
    ILogger<FetchStage> logger)
{
    public async Task<FetchedModel> FetchAsync(SyncPlan plan, Locator? prefer, SyncProgress notes, CancellationToken ct)
    {
        notes.Begin(SyncStage.Fetch, $"fetching {plan.Description.Name}");
        if (plan.Published is not null || plan.Files.All(file => file.IsHere))
        {
            notes.End("nothing to fetch");
            return new FetchedModel(plan, plan.Files.Select(file => Here(plan, file)).ToList());
        }

        space.Require(plan.Description.Name, layout.Incoming, await Transfer.MissingAsync(plan, layout, records, ct));
        await using var transfer = await Transfer.OpenAsync(plan, layout, records, ct);
        var before = transfer.Written;
        if (before > 0) notes.Say($"going on from {Sizes.Text(before)} that were fetched before");
        var fetched = await TryEachAsync(plan, prefer, transfer, notes, ct);
        notes.Advance(transfer.Written, transfer.Length);
        notes.End($"{Sizes.Text(transfer.Written - before)} fetched");
        return fetched with { Files = plan.Files.Select(file => Here(plan, file)).ToList() };
    }

    private FetchedFile Here(SyncPlan plan, PlannedFile file)
    {
        if (file.LocalPath is { } local) return new FetchedFile(file, local, FileHome.InPlace);
        if (file.Stored is { } stored) return new FetchedFile(file, stored.FullPath, stored.InPlace ? FileHome.InPlace : FileHome.Stored);
        return new FetchedFile(file, Transfer.PathOf(plan, file, layout), FileHome.Incoming);
    }

    private async Task<FetchedModel> TryEachAsync(SyncPlan plan, Locator? prefer, Transfer transfer, SyncProgress notes, CancellationToken ct)
    {
        var attempts = Attempts.Of(plan, prefer, transfer.Files);
        var (used, carriers, tried) = (new List<Locator>(), new List<string>(), new List<Outcome>());
        for (var i = 0; i < attempts.Count && !transfer.IsWhole; i++)
        {
            var attempt = attempts[i] with { Files = attempts[i].Files.Where(file => !file.IsWhole).ToList() };
            if (attempt.Files.Count == 0) continue;
            var before = transfer.Written;
            var outcome = await TryAsync(attempt, transfer, isLast: !attempts.Skip(i + 1).Any(IsReadable), notes, ct);
            if (transfer.Written > before)
            {
                // A place that was preferred for this once, such as a peer's address, is not remembered.
                if (attempt.Locator != prefer || plan.Description.Locators.Contains(attempt.Locator)) used.Add(attempt.Locator);
                carriers.Add(outcome.Carrier);
            }
            if (transfer.Failure is { } full) throw full;
            if (outcome.Failure is null) continue;
            tried.Add(outcome);
            notes.Say(outcome.Failure);
            LogLocatorFailed(plan.Description.Name, attempt.Locator.Text, outcome.Failure);
        }
        if (transfer.IsWhole) return new FetchedModel(plan, []) { Used = used, Carriers = carriers };
        throw Unfetched(plan, transfer, tried);
    }

    /// <summary>What every place that was asked refused is refused: to try again later would not help.</summary>
    private static GoatException Unfetched(SyncPlan plan, Transfer transfer, List<Outcome> tried)
    {
        var name = plan.Description.Name;
        if (tried.Count == 0) return new GoatException($"{name} cannot be fetched: its description names no place to have it from.");
        var sentence = $"{name} cannot be fetched now ({Sizes.Text(transfer.Written)} of {Sizes.Text(transfer.Length)} are here and stay): "
            + $"{string.Join("; ", tried.Select(outcome => outcome.Failure!.TrimEnd('.')))}.";
        var asked = tried.FindAll(outcome => outcome.Carrier.Length > 0);
        return asked.Count > 0 && asked.TrueForAll(outcome => outcome.Refused) ? new RefusedException(sentence) : new GoatException(sentence);
    }

    private bool IsReadable(Attempt attempt) => capabilities.Transports.Any(transport => transport.CanFetch(attempt.Locator));

    private async Task<Outcome> TryAsync(
        Attempt attempt, Transfer transfer, bool isLast, SyncProgress notes, CancellationToken ct)
    {
        var place = ShownText.Of(attempt.Locator.Text);
        var transport = capabilities.Transports.FirstOrDefault(transport => transport.CanFetch(attempt.Locator));
        if (transport is null) return new Outcome("", $"no transport here reads {place}");
        var stall = isLast ? Timeout.InfiniteTimeSpan : limits.Stall;
        await using var watch = new TransferWatch(transfer, notes, limits, stall, time, ct);
        using var meter = new TransferMeter(transport.Name, () => transfer.Written, new TransferNotes(notes), time);
        try
        {
            await transport.FetchAsync(attempt.Locator, attempt.Files, meter, watch.Token);
            var missing = attempt.Files.Sum(file => file.Length - file.Written);
            return new Outcome(transport.Name, missing == 0 ? null : $"{transport.Name} ended with {Sizes.Text(missing)} missing from {place}");
        }
        catch (GoatException e)
        {
            return new Outcome(transport.Name, e.Message, e is RefusedException);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Outcome(transport.Name, $"nothing came from {place} for {limits.Stall.TotalSeconds:0} s");
        }
    }

    /// <summary>How one attempt ended.</summary>
    /// <param name="Carrier">Who carried; empty when nobody here reads the place.</param>
    /// <param name="Failure">What went wrong, if anything did.</param>
    /// <param name="Refused">Whether it was refused rather than not to be had.</param>
    private sealed record Outcome(string Carrier, string? Failure, bool Refused = false);

    [LoggerMessage(EventIds.LocatorFailed, LogLevel.Information, "{Model}: {Locator} failed: {Failure}")]
    private partial void LogLocatorFailed(string model, string locator, string failure);
}
