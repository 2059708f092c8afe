using System.Diagnostics;
using System.Diagnostics.Metrics;
using GoatHost.Engine.Sync;

namespace GoatHost.Engine.Observability;

/// <summary>Reads off the news of one sync when its stages begin and end, and passes them on.</summary>
internal sealed class SyncWatch(IProgress<SyncNote>? listener, TimeProvider time) : IProgress<SyncNote>
{
    private static readonly Histogram<double> Durations =
        Telemetry.Meter.CreateHistogram<double>("goat.sync.stage.duration", "s", "How long a stage of a sync took");

    private static readonly Counter<long> Proofs =
        Telemetry.Meter.CreateCounter<long>("goat.sync.proofs", "{proof}", "Claims of what was found, and whether they were proven");

    private Activity? _activity;
    private SyncStage? _stage;
    private bool _open;
    private long _began;

    /// <summary>Runs a sync, which tells its news to what it is given.</summary>
    public static async Task<T> RunAsync<T>(IProgress<SyncNote>? listener, TimeProvider time, Func<IProgress<SyncNote>, Task<T>> sync)
    {
        var whole = Telemetry.Activities.StartActivity("sync");
        var watch = new SyncWatch(listener, time);
        var outcome = Outcomes.Ok;
        try
        {
            return await sync(watch);
        }
        catch (Exception e)
        {
            outcome = Outcomes.Of(e);
            watch.End(outcome);
            throw;
        }
        finally
        {
            Outcomes.End(whole, outcome);
        }
    }

    // The sync tells its news one at a time.
    public void Report(SyncNote value)
    {
        if (value.Stage != _stage) Begin(value.Stage);
        if (value.Took is not null) End(Outcomes.Ok);
        foreach (var proof in value.Description?.Proofs ?? [])
        {
            Proofs.Add(1, new KeyValuePair<string, object?>("holds", proof.Holds ? "true" : "false"));
        }
        listener?.Report(value);
    }

    private void Begin(SyncStage stage)
    {
        (_stage, _open, _began) = (stage, true, time.GetTimestamp());
        _activity = Telemetry.Activities.StartActivity($"sync {Name(stage)}");
    }

    private void End(string outcome)
    {
        if (!_open) return;
        _open = false;
        Durations.Record(time.GetElapsedTime(_began).TotalSeconds, new("stage", Name(_stage!.Value)), Outcomes.Tag(outcome));
        Outcomes.End(_activity, outcome);
    }

    private static string Name(SyncStage stage) => stage switch
    {
        SyncStage.Resolve => "resolve",
        SyncStage.Plan => "plan",
        SyncStage.Fetch => "fetch",
        SyncStage.Verify => "verify",
        _ => "publish",
    };
}
