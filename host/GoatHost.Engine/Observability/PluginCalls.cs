using System.Diagnostics.Metrics;

namespace GoatHost.Engine.Observability;

/// <summary>Watches calls into plugins. Only the capability and the kind of call are told, never what was asked.</summary>
internal static class PluginCalls
{
    private static readonly Histogram<double> Durations =
        Telemetry.Meter.CreateHistogram<double>("goat.plugin.call.duration", "s", "How long a call into a plugin took");

    private static readonly Counter<long> Faults =
        Telemetry.Meter.CreateCounter<long>("goat.plugin.faults", "{fault}", "Calls that failed in a way no plugin should: it threw, hung or gave up");

    /// <summary>A call that has just begun.</summary>
    public static async Task<T> WatchedAsync<T>(this Task<T> call, string capability, string kind)
    {
        var activity = Telemetry.Activities.StartActivity($"plugin {kind}")?.SetTag("capability", capability);
        var began = TimeProvider.System.GetTimestamp();
        var outcome = Outcomes.Ok;
        try
        {
            return await call;
        }
        catch (Exception e)
        {
            outcome = Outcomes.Of(e);
            throw;
        }
        finally
        {
            Durations.Record(TimeProvider.System.GetElapsedTime(began).TotalSeconds, new("capability", capability), new("call", kind), Outcomes.Tag(outcome));
            Outcomes.End(activity, outcome);
        }
    }

    /// <inheritdoc cref="WatchedAsync{T}"/>
    public static async Task WatchedAsync(this Task call, string capability, string kind) => await AsValueAsync(call).WatchedAsync(capability, kind);

    public static void Faulted(string plugin) => Faults.Add(1, new KeyValuePair<string, object?>("plugin", plugin));

    private static async Task<bool> AsValueAsync(Task call)
    {
        await call;
        return true;
    }
}
