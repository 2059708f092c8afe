using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>Loads models one at a time, each when there is room: idle models make room, and what can never fit is refused with the numbers.</summary>
/// <remarks>One at a time, since two loads that each fit alone may not fit together, and the disk is shared anyway.</remarks>
internal sealed partial class Admission(
    Residents residents, ResidencyRules rules, ILiveMemory memory, TimeProvider time, ILogger log)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <exception cref="GoatException">It does not fit, whatever else is unloaded.</exception>
    /// <exception cref="BusyException">Models in use leave no room.</exception>
    public async Task<IModelSession> LoadAsync(
        ResidentEntry entry, VerifiedModel model, Func<SessionOptions, CancellationToken, Task<IModelSession>> load, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var fit = await MakeRoomAsync(entry, Whole(model), ct);
            entry.PlannedBytes = fit.WeightBytes + fit.KeyValueBytes + fit.ComputeBytes;
            if (fit.Kind != FitKind.FitsWithLessContext) return await load(entry.Options, ct);
            LogSmaller(model.Name, fit.Sentence);
            return await load(entry.Options with { ContextTokens = fit.ContextTokens }, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>What is loaded together.</summary>
    private static ModelSummary Whole(VerifiedModel model) => model.Adapters.Count == 0
        ? model.Summary
        : model.Summary with { WeightBytes = model.Summary.WeightBytes + model.Adapters.Sum(adapter => adapter.Summary.WeightBytes) };

    private async Task<FitVerdict> MakeRoomAsync(ResidentEntry entry, ModelSummary model, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var change = residents.Change;
            List<ResidentEntry> others = [.. residents.All.Where(other => other != entry)];
            // Where main memory is enough nobody need ask for GPUs.
            var room = new Room(await memory.ReadAsync(withGpus: false, ct), others);
            var fit = room.Judge(model, entry.Options.ContextTokens);
            if (rules.ChecksMemory && fit.Kind != FitKind.Fits)
            {
                room = new Room(await memory.ReadAsync(withGpus: true, ct), others);
                fit = room.Judge(model, entry.Options.ContextTokens);
            }
            var fits = !rules.ChecksMemory || fit.Kind == FitKind.Fits;
            if (fits && others.Count < rules.MostModels) return fit with { Kind = FitKind.Fits };
            if (rules.ChecksMemory && room.IsHopeless(model, entry.Options.ContextTokens)) throw TooLarge(entry, fit);
            if (residents.Evict() is { } idle)
            {
                LogEvicted(idle.Model, entry.Model, fits ? "there are as many models as may be" : fit.Sentence);
                await residents.UnloadAsync(idle).WaitAsync(ct);
                continue;
            }
            // Nobody asked for a certain context: a smaller one is better than none.
            if (fit.Kind == FitKind.FitsWithLessContext && entry.Options.ContextTokens is null && others.Count < rules.MostModels) return fit;
            if (others.Count == 0) throw TooLarge(entry, fit);
            if (!await WaitAsync(change, rules.Patience - time.GetElapsedTime(began), ct)) throw Busy(entry, others, fits ? null : fit);
        }
    }

    private async Task<bool> WaitAsync(Task change, TimeSpan patience, CancellationToken ct)
    {
        if (patience <= TimeSpan.Zero) return false;
        try
        {
            await change.WaitAsync(patience, time, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static GoatException TooLarge(ResidentEntry entry, FitVerdict fit) => new(
        $"{entry.Model} is not loaded, as it would not fit into memory. {fit.Sentence} Take a smaller quantization or context, or end other programs; "
        + "GOAT_MEMORY_CHECK=off loads it all the same.");

    private BusyException Busy(ResidentEntry entry, List<ResidentEntry> others, FitVerdict? fit)
    {
        var names = string.Join(" and ", others.Select(other => other.Model).Distinct());
        var reason = fit is not null ? $"it would not fit beside: {fit.Sentence.TrimEnd('.')}"
            : rules.MostModels == 1 ? "one model may be in memory at a time"
            : $"{rules.MostModels} models may be in memory at once";
        return new BusyException(
            $"{entry.Model} cannot be loaded now, as {names} {(others.Count == 1 ? "is" : "are")} in use and {reason}; "
            + "try again when an answer has ended, or see goat ps and goat stop.");
    }

    [LoggerMessage(EventIds.ModelEvicted, LogLevel.Information, "{Model} is unloaded to make room for {Other}: {Reason}")]
    private partial void LogEvicted(string model, string other, string reason);

    [LoggerMessage(EventIds.ContextReduced, LogLevel.Warning, "{Model} is loaded with less context: {Reason}")]
    private partial void LogSmaller(string model, string reason);
}
