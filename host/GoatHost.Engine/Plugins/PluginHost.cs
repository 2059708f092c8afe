using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Manifests;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>Every plugin of the list, loaded or told why not, and their capabilities behind one guard.</summary>
public sealed partial class PluginHost : IAsyncDisposable
{
    private readonly EngineOptions _options;
    private readonly HostLendings _lendings;
    private readonly GuardDeadlines _deadlines;
    private readonly WorkerLauncher _workers;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private IReadOnlyList<PluginSlot>? _slots;
    private int _disposed;

    internal PluginHost(EngineOptions options, HostLendings lendings, GuardDeadlines deadlines, WorkerLauncher workers)
    {
        (_options, _lendings, _deadlines, _workers) = (options, lendings, deadlines, workers);
        _log = lendings.Loggers.CreateLogger("GoatHost.Plugins");
    }

    public IReadOnlyList<PluginStatus> Plugins => [.. Slots.Select(slot => slot.Status)];

    public IReadOnlyList<ISource> Sources => [.. Slots.SelectMany(slot => slot.Capabilities.Sources)];

    public IReadOnlyList<ITransport> Transports => [.. Slots.SelectMany(slot => slot.Capabilities.Transports)];

    /// <summary>In the order of the list, which is the person's order of preference.</summary>
    public IReadOnlyList<IRuntime> Runtimes => [.. Slots.SelectMany(slot => slot.Capabilities.Runtimes)];

    /// <summary>Commands by plugin id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ICommand>> Commands => Slots
        .Where(slot => slot.Capabilities.Commands.Count > 0)
        .ToDictionary(slot => slot.Id, slot => slot.Capabilities.Commands, StringComparer.Ordinal);

    private IReadOnlyList<PluginSlot> Slots => _slots ?? [];

    /// <summary>Loads every enabled plugin; never throws for one that is broken. A second call changes nothing.</summary>
    /// <exception cref="GoatException">plugins.json itself cannot be read.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        var slots = new List<PluginSlot>();
        try
        {
            if (_slots is not null) return;
            var list = await PluginList.ReadAsync(_options.DefaultPluginList, Path.Combine(_options.DataDirectory, PluginList.FileName), ct);
            slots.AddRange(list.Select(Slot));
            var taken = new HashSet<Provided>();
            foreach (var slot in slots)
            {
                await slot.StartAsync(_lendings, _workers, Path.Combine(_options.DataDirectory, "plugins"), taken, ct);
                taken.UnionWith(slot.Capabilities.Provides);
                Say(slot.Status);
            }
            _slots = slots;
        }
        catch (OperationCanceledException)
        {
            foreach (var slot in slots) await slot.DisposeAsync();
            throw;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        foreach (var slot in Slots.Reverse()) await slot.DisposeAsync();
        _starting.Dispose();
    }

    private PluginSlot Slot(PluginListEntry entry) =>
        new(entry, Path.GetFullPath(entry.Folder, _options.PluginsDirectory), _deadlines, _lendings.Time, _log);

    private void Say(PluginStatus status)
    {
        if (status.State == PluginState.Ready) LogReady(_log, status.Id, string.Join(", ", status.Provides));
        else if (status.State == PluginState.Faulted) LogFaulted(_log, status.Id, status.Problem);
    }

    [LoggerMessage(EventIds.PluginReady, LogLevel.Debug, "{Plugin} is ready: {Provides}")]
    private static partial void LogReady(ILogger log, string plugin, string provides);

    [LoggerMessage(EventIds.PluginNotLoaded, LogLevel.Debug, "{Plugin} is not loaded: {Problem}")]
    private static partial void LogFaulted(ILogger log, string plugin, string? problem);
}
