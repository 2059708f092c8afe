using System.Runtime.Loader;
using GoatHost.Abstractions;
using GoatHost.Engine.Plugins.Guards;
using GoatHost.Engine.Plugins.Loading;
using GoatHost.Engine.Plugins.Manifests;
using GoatHost.Engine.Plugins.Quarantines;

namespace GoatHost.Engine.Plugins;

/// <summary>One line of the list, and what became of it.</summary>
internal sealed class PluginSlot : IAsyncDisposable
{
    private readonly PluginListEntry _entry;
    private readonly PluginSurroundings _around;
    private readonly PluginGuard _guard;
    private readonly string _folder;
    private PluginManifest? _manifest;
    private LoadedPlugin? _plugin;
    private IDisposable? _marker;
    private PluginCapabilities _capabilities = PluginCapabilities.None;
    private string? _problem;
    private int _deaths;
    private volatile PluginState _state = PluginState.Discovered;

    public PluginSlot(PluginListEntry entry, PluginSurroundings around)
    {
        (_entry, _around) = (entry, around);
        _folder = Path.GetFullPath(entry.Folder, around.Options.PluginsDirectory);
        _guard = new PluginGuard(entry.Id, around.Deadlines, around.Lendings.Time, around.Log);
        _guard.Breaker.Probe = () => CheckAsync(CancellationToken.None);
    }

    public string Id => _entry.Id;

    /// <summary>What it adds, once it is in use; nothing before and after.</summary>
    public PluginCapabilities Capabilities => _state == PluginState.Ready ? _capabilities : PluginCapabilities.None;

    public PluginStatus Status
    {
        get
        {
            var (state, problem) = State();
            var provides = _state == PluginState.Ready ? _capabilities.Provides : _manifest?.Provides ?? [];
            return new PluginStatus(_entry.Id, _manifest?.Version, state, _folder, _manifest?.OwnProcess ?? false, [.. provides.Select(one => one.ToString())], problem);
        }
    }

    /// <summary>Whether this is its code.</summary>
    public bool Owns(AssemblyLoadContext context) => _plugin?.Context.Target == context;

    /// <summary>Whether it lives in this process and has code that could end it.</summary>
    public bool CallsExit => _plugin is not null && ExitCalls.AreIn(_folder);

    public bool IsCalled => _guard.IsCalled;

    /// <summary>Whatever ends the process now is not its doing.</summary>
    public void Excuse() => _guard.Uncount();

    /// <summary>It ended the process, which lives just long enough to note it.</summary>
    public void Blame(string deed)
    {
        Unmark();
        _around.Quarantine.Put(Id, _manifest?.Version ?? "?", $"it {deed.TrimEnd('.')}");
    }

    /// <summary>Loads it, beside the others; what is wrong with it becomes its status.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        if (!_entry.Enabled)
        {
            _state = PluginState.Disabled;
            return;
        }
        if (_around.Options.SafeMode)
        {
            _problem = "Not loaded: this is the safe mode.";
            return;
        }
        try
        {
            if (_entry.Problem is { } problem) throw new GoatException(problem);
            await LoadAsync(await OpenAsync(ct), ct);
        }
        catch (GoatException e)
        {
            await FailAsync(PluginState.Faulted, e.Message);
        }
    }

    /// <summary>Puts it in use, in its turn of the list.</summary>
    /// <param name="taken">Names that plugins before it provide.</param>
    public async Task EnterAsync(IReadOnlySet<Provided> taken)
    {
        if (_state != PluginState.Loaded) return;
        if (Clash(taken) is { } clash) await FailAsync(PluginState.Faulted, clash);
        else
        {
            if (_plugin is not null) _guard.Count(_around.Calls.Begin(Id));
            _state = PluginState.Ready;
        }
        Unmark();
    }

    /// <summary>Lets calls in flight end, then unloads it.</summary>
    /// <param name="leaving">Called when it is handed out no more and its calls have ended: what holds on to it lets go.</param>
    /// <returns>The old code's load context, to see it go, and a guess at what pins it; null where none was loaded.</returns>
    public async Task<(WeakReference Context, Func<string> Cause)?> DrainAsync(Func<IReadOnlyList<string>, Task> leaving)
    {
        var runtimes = Capabilities.Runtimes.Select(runtime => runtime.Name).ToList();
        var old = _plugin is { } plugin ? (plugin.Context, plugin.Package.AssemblyPath) : default;
        if (_state == PluginState.Ready) _state = PluginState.Draining;
        await _guard.DrainAsync();
        await leaving(runtimes);
        await DisposeAsync();
        return old.Context is null ? null : (old.Context, () => PinningCauses.Likely(_guard.StillRunning, old.AssemblyPath));
    }

    public async ValueTask DisposeAsync()
    {
        await UnloadAsync();
        Unmark();
        if (_state is PluginState.Ready or PluginState.Draining or PluginState.Loaded) _state = PluginState.Unloaded;
        _guard.Dispose();
    }

    /// <summary>Asks all that it has here how it is, even while it is out of use; true when none is unhealthy. It never throws.</summary>
    public async Task<bool> CheckAsync(CancellationToken ct)
    {
        var well = true;
        foreach (var capability in _capabilities.All.OfType<GuardedCapability>())
        {
            try
            {
                well &= (await capability.ProbeAsync(ct)).Status != HealthStatus.Unhealthy;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return false; // it is going, or the host is
            }
        }
        return well;
    }

    private async Task<PluginPackage> OpenAsync(CancellationToken ct)
    {
        var package = await PluginPackage.OpenAsync(_folder, _entry.Settings, id => Path.Combine(_around.DataRoot, id), ct);
        _manifest = package.Manifest;
        if (_manifest.Id != _entry.Id) throw new GoatException($"{package.Folder} holds the plugin {_manifest.Id}, but the list calls it {_entry.Id}: use one id in both.");
        package = package with { Pin = _entry.Sha256, MemoryLimit = _entry.MemoryLimit };
        await package.CheckPinAsync(ct);
        return package;
    }

    private async Task LoadAsync(PluginPackage package, CancellationToken ct)
    {
        if (package.Manifest.OwnProcess)
        {
            _capabilities = PluginCapabilities.InWorkers(package, _around.Workers);
        }
        else if (await _around.Quarantine.ReasonAsync(package, ct) is { } reason)
        {
            await FailAsync(PluginState.Quarantined, reason);
            return;
        }
        else
        {
            _deaths = _around.Calls.Deaths(Id);
            _marker = _around.Markers.Begin(Id);
            try
            {
                (_plugin, _capabilities) = await PluginCapabilities.LoadAsync(package, _around.Lendings, _guard, ct);
            }
            catch (GoatException) when (_guard.StillRunning.Count > 0)
            {
                await FailAsync(PluginState.Quarantined, _around.Quarantine.PutHung(Id, package.Manifest.Version, _around.Deadlines.Load));
                return;
            }
        }
        _state = PluginState.Loaded;
    }

    private string? Clash(IReadOnlySet<Provided> taken)
    {
        if (_capabilities.Twice is { } twice) return $"The {Id} plugin registers {twice} twice; a name is used once among its {twice.Kind}s.";
        // A command is called by its plugin's id, so two plugins may well have one of the same name.
        return _capabilities.Provides.FirstOrDefault(one => one.Kind != "command" && taken.Contains(one)) is { } other
            ? $"The {Id} plugin provides {other}, which a plugin before it in the list provides already: disable one of them."
            : null;
    }

    private (PluginState State, string? Problem) State() =>
        _state != PluginState.Ready ? (_state, _problem ?? _guard.LastFault)
        : _guard.Breaker.Refusal is { } refusal ? (PluginState.Quarantined, refusal)
        : _guard.Unwell is { } unwell ? (PluginState.Degraded, unwell)
        : (_guard.Breaker.HasRecentFaults ? PluginState.Degraded : PluginState.Ready, _guard.LastFault ?? Suspicion);

    /// <summary>What is known, and no more: who killed that process nobody can tell.</summary>
    private string? Suspicion => _deaths switch
    {
        0 => null,
        1 => $"goat died within the last hour while it was calling this plugin; if that comes to {CallMarkers.Most} times, it is kept out.",
        _ => $"goat died {_deaths} times within the last hour while it was calling this plugin; if that comes to {CallMarkers.Most} times, it is kept out.",
    };

    private async Task FailAsync(PluginState state, string problem)
    {
        (_problem, _state) = (problem, state);
        await UnloadAsync();
        Unmark();
    }

    /// <summary>A plugin that failed in an orderly way did not end the process.</summary>
    private void Unmark()
    {
        if (Interlocked.Exchange(ref _marker, null) is not { } marker) return;
        marker.Dispose();
        _around.Markers.Forget(Id);
    }

    private async Task UnloadAsync()
    {
        _capabilities = PluginCapabilities.None;
        await _guard.CloseAsync();
        if (Interlocked.Exchange(ref _plugin, null) is { } plugin) await _guard.QuietlyAsync("unloading", () => plugin.DisposeAsync().AsTask());
    }
}
