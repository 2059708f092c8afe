using System.Diagnostics;
using System.Diagnostics.Metrics;
using GoatHost.Engine.Observability;

namespace GoatHost.Engine.Tests.Observability;

/// <summary>Hears what is measured and traced under one activity of its own: other tests measure meanwhile.</summary>
internal sealed class Watcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _measured = [];
    private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> _observed = [];
    private readonly List<Activity> _activities = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root;

    public Watcher()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => { lock (_gate) _activities.Add(activity); },
        };
        ActivitySource.AddActivityListener(_listener);
        _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.Start();
    }

    /// <summary>The activities of this test, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Activities
    {
        get { lock (_gate) return [.. _activities.Where(activity => activity.TraceId == _root.TraceId)]; }
    }

    public string ParentOf(Activity activity) =>
        activity.ParentSpanId == _root.SpanId ? "" : Activities.Single(one => one.SpanId == activity.ParentSpanId).OperationName;

    /// <summary>What was measured within this test.</summary>
    public IReadOnlyList<(string Name, double Value, Dictionary<string, object?> Tags)> Measured(string name)
    {
        lock (_gate) return [.. _measured.Where(one => one.Name == name)];
    }

    /// <summary>Asks the gauges: those answer for the whole process.</summary>
    public IReadOnlyList<(string Name, double Value, Dictionary<string, object?> Tags)> Observe(string name)
    {
        lock (_gate) _observed.Clear();
        _meters.RecordObservableInstruments();
        lock (_gate) return [.. _observed.Where(one => one.Name == name)];
    }

    public void Dispose()
    {
        _meters.Dispose();
        _root.Dispose();
        _listener.Dispose();
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var heard = (instrument.Name, value, new Dictionary<string, object?>(tags.ToArray()));
        lock (_gate)
        {
            if (instrument.IsObservable) _observed.Add(heard);
            else if (Activity.Current?.TraceId == _root.TraceId) _measured.Add(heard);
        }
    }
}
