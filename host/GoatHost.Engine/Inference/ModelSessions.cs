using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Sessions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Verification;

namespace GoatHost.Engine.Inference;

/// <summary>A model in memory.</summary>
/// <param name="MemoryBytes">Of the whole process: a worker's is the model's alone, the host's own is not.</param>
public sealed record ResidentModel(string Model, string Runtime, int ProcessId, long MemoryBytes, int Leases, SessionLimits Limits);

/// <summary>Models in memory, shared by all who ask for the same one.</summary>
public sealed class ModelSessions : IAsyncDisposable
{
    /// <summary>How long those who use a model may go on when it is to be unloaded.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly Func<StoredModel, CancellationToken, Task<VerifiedModel>> _verify;
    private readonly Func<IReadOnlyList<IRuntime>> _runtimes;
    private readonly WorkerDeaths? _deaths;
    private readonly Lock _gate = new();
    private readonly Dictionary<ResidentKey, ResidentEntry> _residents = [];
    private bool _disposed;

    internal ModelSessions(PluginHost plugins, ModelVerifier verifier, WorkerDeaths deaths) : this(() => plugins.Runtimes, verifier.OpenAsync)
    {
        _deaths = deaths;
        plugins.Leaving = runtimes => StopAsync(entry => runtimes.Contains(entry.Runtime));
    }

    internal ModelSessions(Func<IReadOnlyList<IRuntime>> runtimes, Func<StoredModel, CancellationToken, Task<VerifiedModel>> verify) =>
        (_runtimes, _verify) = (runtimes, verify);

    /// <summary>Opens a session; disposing it gives it back, and the model stays loaded for the next until the engine ends.</summary>
    public async Task<IModelSession> OpenAsync(StoredModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        var verified = await _verify(model, ct);
        var key = new ResidentKey(verified.Name, string.Join(' ', verified.Files.Select(file => file.Sha256)), options);
        var entry = Join(key, verified);
        try
        {
            var session = await entry.WaitAsync(progress, ct);
            return new LeasedSession(new WatchedSession(session, verified.Name), () => Leave(key, entry));
        }
        catch
        {
            Leave(key, entry);
            throw;
        }
    }

    public Task<IReadOnlyList<ResidentModel>> ListAsync(CancellationToken ct)
    {
        ResidentEntry[] entries;
        lock (_gate) entries = [.. _residents.Values.Where(entry => entry.IsLoaded)];
        return ShowAsync(entries);
    }

    /// <summary>Unloads models: what is being answered may end within a few seconds, and is broken off then.</summary>
    /// <param name="model">A name with or without its quantization; null for all.</param>
    /// <returns>The models that were unloaded.</returns>
    public async Task<IReadOnlyList<string>> StopAsync(string? model)
    {
        var stopped = await StopAsync(entry => model is null
            || entry.Model.Equals(model, StringComparison.OrdinalIgnoreCase)
            || entry.Model.StartsWith($"{model}:", StringComparison.OrdinalIgnoreCase));
        return [.. stopped.Select(entry => entry.Model).Distinct()];
    }

    /// <summary>Models that are kept from running, because they ended worker upon worker.</summary>
    public Task<IReadOnlyList<QuarantinedModel>> ListQuarantinedAsync(CancellationToken ct) => _deaths?.ListAsync(ct) ?? Task.FromResult<IReadOnlyList<QuarantinedModel>>([]);

    /// <summary>Lets a model be run again that was kept from running after it had ended worker upon worker.</summary>
    public void Forgive(StoredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _deaths?.Forgive(model.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        ResidentEntry[] entries;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            entries = [.. _residents.Values];
            _residents.Clear();
        }
        await Task.WhenAll(entries.Select(entry => entry.DisposeAsync().AsTask()));
    }

    private async Task<IReadOnlyList<ResidentEntry>> StopAsync(Func<ResidentEntry, bool> which)
    {
        (ResidentEntry Entry, Task Idle)[] leaving;
        lock (_gate)
        {
            var found = _residents.Where(pair => which(pair.Value)).ToList();
            foreach (var (key, _) in found) _residents.Remove(key);
            leaving = [.. found.Select(pair => (pair.Value, pair.Value.LeaveAsync()))];
        }
        await Task.WhenAll(leaving.Select(one => UnloadAsync(one.Entry, one.Idle)));
        return [.. leaving.Select(one => one.Entry)];
    }

    private static async Task UnloadAsync(ResidentEntry entry, Task idle)
    {
        await Task.WhenAny(idle, Task.Delay(Drain, TimeProvider.System));
        await entry.DisposeAsync();
    }

    private static async Task<IReadOnlyList<ResidentModel>> ShowAsync(ResidentEntry[] entries)
    {
        var shown = new List<ResidentModel>();
        foreach (var entry in entries)
        {
            var session = await entry.Loading;
            var resident = session as IResident;
            shown.Add(new ResidentModel(
                entry.Model, entry.Runtime, resident?.ProcessId ?? Environment.ProcessId, resident?.Memory ?? Environment.WorkingSet, entry.Leases, session.Limits));
        }
        return shown;
    }

    private ResidentEntry Join(ResidentKey key, VerifiedModel model)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_residents.TryGetValue(key, out var entry))
            {
                var runtime = Choose(model);
                _residents[key] = entry = new ResidentEntry(model.Name, runtime, (progress, ct) => runtime.OpenAsync(model, key.Options, progress, ct));
            }
            entry.Leases++;
            return entry;
        }
    }

    private void Leave(ResidentKey key, ResidentEntry entry)
    {
        lock (_gate)
        {
            entry.Leases--;
            // A load that failed is tried anew by the next; one that nobody waits for is ended.
            var over = entry.Loading.IsFaulted || entry.Loading.IsCanceled || (!entry.IsLoaded && entry.Leases == 0);
            if (!over || !_residents.TryGetValue(key, out var current) || current != entry) return;
            _residents.Remove(key);
        }
        _ = entry.DisposeAsync().AsTask();
    }

    private IRuntime Choose(VerifiedModel model)
    {
        var runtimes = _runtimes();
        return runtimes.FirstOrDefault(runtime => runtime.CanRun(model)) ?? throw new GoatException(
            $"No runtime can run {model.Name} ({model.Format}, architecture {model.Summary.Architecture}): "
            + (runtimes.Count == 0 ? "none is loaded" : $"asked were {string.Join(", ", runtimes.Select(runtime => runtime.Name))}")
            + "; see goat plugin list.");
    }

    private sealed record ResidentKey(string Model, string Sha256, SessionOptions Options);
}
