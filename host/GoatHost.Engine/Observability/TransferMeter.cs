using System.Diagnostics.Metrics;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Observability;

/// <summary>One attempt of a transport: its bytes, counted while they come, its peers, and its rate once it is over.</summary>
internal sealed class TransferMeter : IProgress<TransferNote>, IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<TransferMeter> Live = [];
    private static readonly Dictionary<string, long> Ended = [];

    private static readonly Histogram<double> Rates =
        Telemetry.Meter.CreateHistogram<double>("goat.transfer.rate", "By/s", "Mean rate of an attempt that brought bytes");

    private readonly string _transport;
    private readonly Func<long> _written;
    private readonly IProgress<TransferNote> _listener;
    private readonly TimeProvider _time;
    private readonly long _before;
    private readonly long _began;
    private volatile int _peers;

    static TransferMeter()
    {
        Telemetry.Meter.CreateObservableCounter("goat.transfer.bytes", Bytes, "By", "Bytes that transports brought, each counted once");
        Telemetry.Meter.CreateObservableGauge("goat.transfer.peers", Peers, "{peer}", "Peers or mirrors connected now");
    }

    /// <param name="transport">Who carries.</param>
    /// <param name="written">How many bytes of the files are there now.</param>
    /// <param name="listener">Told the transport's news.</param>
    /// <param name="time">The clock.</param>
    public TransferMeter(string transport, Func<long> written, IProgress<TransferNote> listener, TimeProvider time)
    {
        (_transport, _written, _listener, _time) = (transport, written, listener, time);
        (_before, _began) = (written(), time.GetTimestamp());
        lock (Gate) Live.Add(this);
    }

    private long Come => Math.Max(0, _written() - _before);

    public void Report(TransferNote value)
    {
        _peers = value.Peers ?? _peers;
        _listener.Report(value);
    }

    public void Dispose()
    {
        long come;
        lock (Gate)
        {
            if (!Live.Remove(this)) return;
            come = Come;
            Ended[_transport] = Ended.GetValueOrDefault(_transport) + come;
        }
        var seconds = _time.GetElapsedTime(_began).TotalSeconds;
        if (come > 0 && seconds > 0) Rates.Record(come / seconds, Tag(_transport));
    }

    private static List<Measurement<long>> Bytes()
    {
        lock (Gate)
        {
            var sums = new Dictionary<string, long>(Ended);
            foreach (var live in Live) sums[live._transport] = sums.GetValueOrDefault(live._transport) + live.Come;
            return [.. sums.Select(sum => new Measurement<long>(sum.Value, Tag(sum.Key)))];
        }
    }

    private static List<Measurement<int>> Peers()
    {
        lock (Gate) return [.. Live.GroupBy(live => live._transport).Select(one => new Measurement<int>(one.Sum(live => live._peers), Tag(one.Key)))];
    }

    private static KeyValuePair<string, object?> Tag(string transport) => new("transport", transport);
}
