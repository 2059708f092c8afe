using System.Diagnostics.Metrics;

namespace GoatHost.Engine.Observability;

/// <summary>A worker that lives: counted when it starts, its memory read when somebody asks.</summary>
internal sealed class WorkerLife : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<WorkerLife> Living = [];

    private static readonly Counter<long> Starts = Telemetry.Meter.CreateCounter<long>("goat.worker.starts", "{worker}", "Workers started");
    private static readonly Counter<long> Deaths = Telemetry.Meter.CreateCounter<long>("goat.worker.deaths", "{worker}", "Workers that ended unasked");

    private readonly string _plugin;
    private readonly int _processId;
    private readonly Func<long> _memory;

    static WorkerLife() =>
        Telemetry.Meter.CreateObservableGauge("goat.worker.memory", Memories, "By", "Memory of each worker's process");

    private WorkerLife(string plugin, int processId, Func<long> memory) => (_plugin, _processId, _memory) = (plugin, processId, memory);

    /// <summary>A worker has called: it lives until this is disposed.</summary>
    public static WorkerLife Begin(string plugin, int processId, Func<long> memory)
    {
        var life = new WorkerLife(plugin, processId, memory);
        lock (Gate) Living.Add(life);
        Starts.Add(1, Tag(plugin));
        return life;
    }

    /// <summary>A worker ended, and nobody had asked it to.</summary>
    public static void Died(string plugin) => Deaths.Add(1, Tag(plugin));

    public void Dispose()
    {
        lock (Gate) Living.Remove(this);
    }

    private static List<Measurement<long>> Memories()
    {
        lock (Gate) return [.. Living.Select(life => new Measurement<long>(life._memory(), Tag(life._plugin), new("process.pid", life._processId)))];
    }

    private static KeyValuePair<string, object?> Tag(string plugin) => new("plugin", plugin);
}
