using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Lending;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.Engine.Plugins.Quarantines;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Plugins;

/// <summary>Every plugin of the list, loaded or told why not, and their capabilities behind one guard.</summary>
public sealed partial class PluginHost : IAsyncDisposable
{
    private readonly PluginSurroundings _around;
    private readonly ILogger _log;
    private readonly ProcessBlame _blame;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<PluginSlot>? _slots;
    private int _disposed;

    internal PluginHost(EngineOptions options, HostLendings lendings, GuardDeadlines deadlines, WorkerLauncher workers)
        : this(PluginSurroundings.Of(options, lendings, deadlines, workers)) { }

    internal PluginHost(PluginSurroundings around)
    {
        (_around, _log) = (around, around.Log);
        _blame = new ProcessBlame(new PluginsInUse(() => Slots), _log);
    }

    /// <summary>Called with the runtimes of a plugin that goes: models that they hold are to be let go.</summary>
    internal Func<IReadOnlyList<string>, Task> Leaving { get; set; } = _ => Task.CompletedTask;

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

    /// <summary>Loads every enabled plugin, all at once; never throws for one that is broken. A second call changes nothing.</summary>
    /// <exception cref="GoatException">plugins.json itself cannot be read.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            if (_slots is not null) return;
            PluginSlot[] slots = [.. (await ReadListAsync(ct)).Select(entry => new PluginSlot(entry, _around))];
            try
            {
                await Task.WhenAll(slots.Select(slot => slot.StartAsync(ct)));
            }
            catch
            {
                foreach (var slot in slots) await slot.DisposeAsync();
                throw;
            }
            var taken = new HashSet<Provided>();
            foreach (var slot in slots)
            {
                await slot.EnterAsync(taken);
                taken.UnionWith(slot.Capabilities.Provides);
                Say(slot.Status);
            }
            _slots = slots;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes a plugin out and in again, with the list as it is now: what it does ends or is ended, its old code goes, its files are read anew.</summary>
    /// <exception cref="GoatException">There is no such plugin.</exception>
    public async Task<PluginReload> ReloadAsync(string id, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            var entry = (await ReadListAsync(ct)).FirstOrDefault(one => one.Id == id)
                ?? throw new GoatException($"There is no plugin {id} in the list: goat plugin list names those there are.");
            _around.Quarantine.LiftHung(id);
            // From here on it runs to its end: a plugin that is out has to come in again.
            var old = Slots.FirstOrDefault(slot => slot.Id == id) is { } leaving ? await leaving.DrainAsync(Leaving) : null;
            var slot = new PluginSlot(entry, _around);
            await slot.StartAsync(CancellationToken.None);
            await slot.EnterAsync(Slots.Where(one => one.Id != id).SelectMany(one => one.Capabilities.Provides).ToHashSet());
            _slots = Slots.Any(one => one.Id == id) ? [.. Slots.Select(one => one.Id == id ? slot : one)] : [.. Slots, slot];
            Say(slot.Status);
            if (old is not { } unloaded) return new PluginReload(slot.Status, WasLoaded: false, Freed: true, null);
            var freed = await Unloading.FreedAsync(unloaded.Context, _around.Lendings.Time, CancellationToken.None);
            LogReloaded(_log, id, freed ? "freed" : "pinned");
            return new PluginReload(slot.Status, WasLoaded: true, freed, freed ? null : unloaded.Cause());
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Asks the plugins how they are every half a minute, until it is disposed: for a host that lives long.</summary>
    public IAsyncDisposable WatchHealth() => new HealthWatch(() => Slots, _around.Lendings.Time, _log);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _blame.Dispose();
        foreach (var slot in Slots.Reverse()) await slot.DisposeAsync();
        _changing.Dispose();
    }

    private Task<IReadOnlyList<PluginListEntry>> ReadListAsync(CancellationToken ct) =>
        PluginList.ReadAsync(_around.Options.DefaultPluginList, Path.Combine(_around.Options.DataDirectory, PluginList.FileName), ct);

    private void Say(PluginStatus status)
    {
        if (status.State == PluginState.Ready) LogReady(_log, status.Id, string.Join(", ", status.Provides));
        else if (status.State is PluginState.Faulted or PluginState.Quarantined) LogFaulted(_log, status.Id, status.Problem);
    }

    [LoggerMessage(EventIds.PluginReady, LogLevel.Debug, "{Plugin} is ready: {Provides}")]
    private static partial void LogReady(ILogger log, string plugin, string provides);

    [LoggerMessage(EventIds.PluginNotLoaded, LogLevel.Debug, "{Plugin} is not loaded: {Problem}")]
    private static partial void LogFaulted(ILogger log, string plugin, string? problem);

    [LoggerMessage(EventIds.PluginReloaded, LogLevel.Information, "{Plugin} was reloaded; its old code is {Fate}")]
    private static partial void LogReloaded(ILogger log, string plugin, string fate);
}
