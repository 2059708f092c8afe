using System.Diagnostics.Metrics;
using GoatHost.Engine.Observability;

namespace GoatHost.Http.Metrics;

/// <summary>Keeps what goat's meters tell, from its making on, for whoever asks.</summary>
internal sealed class MetricRegistry : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    public MetricRegistry()
    {
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Every instrument's figures as of now, by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values) family.BeginObservation();
            _listener.RecordObservableInstruments();
            return [.. _families.Values];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name != Telemetry.Name || MetricKinds.Of(instrument) is not { } kind) return;
        var family = new MetricFamily(instrument, kind);
        lock (_gate) _families[instrument.Name] = family;
        listener.EnableMeasurementEvents(instrument, family);
    }
}
