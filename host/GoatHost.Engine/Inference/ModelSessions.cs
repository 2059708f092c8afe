using GoatHost.Abstractions;
using GoatHost.Engine.Inference.Devices;
using GoatHost.Engine.Inference.Sessions;
using GoatHost.Engine.Inference.Workers;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Plugins;
using GoatHost.Engine.Store;
using GoatHost.Engine.Store.Derived;
using GoatHost.Engine.Verification;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Engine.Inference;

/// <summary>Models in memory, shared by all who ask for the same one, and unloaded when nobody has for a while.</summary>
/// <remarks>
/// Who asks for more than a loaded instance has (a larger context, say) gets a new one, which from then on serves everybody. The old one is
/// unloaded at once when nobody uses it; else both are in memory while that fits, and otherwise the load waits for the old one's answers to end.
/// </remarks>
public sealed partial class ModelSessions : IAsyncDisposable
{
    private readonly Func<StoredModel, CancellationToken, Task<VerifiedModel>> _verify;
    private readonly Func<VerifiedModel, IReadOnlyList<AdapterScale>, CancellationToken, Task<VerifiedModel>>? _adapt;
    private readonly Func<IReadOnlyList<IRuntime>> _runtimes;
    private readonly WorkerDeaths? _deaths;
    private readonly ResidencyRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Residents _residents;
    private readonly Admission _admission;

    internal ModelSessions(
        PluginHost plugins,
        ModelVerifier verifier,
        AdapterFit adapters,
        WorkerDeaths deaths,
        ComputeDevices devices,
        ResidencyRules rules,
        TimeProvider time,
        ILoggerFactory logs)
        : this(() => plugins.Runtimes, verifier.OpenAsync, rules, new LiveMemory(devices), time, logs.CreateLogger("GoatHost.Inference"), adapters.AddAsync)
    {
        _deaths = deaths;
        plugins.Leaving = runtimes => StopAsync(entry => runtimes.Contains(entry.Runtime));
    }

    internal ModelSessions(
        Func<IReadOnlyList<IRuntime>> runtimes,
        Func<StoredModel, CancellationToken, Task<VerifiedModel>> verify,
        ResidencyRules? rules = null,
        ILiveMemory? memory = null,
        TimeProvider? time = null,
        ILogger? log = null,
        Func<VerifiedModel, IReadOnlyList<AdapterScale>, CancellationToken, Task<VerifiedModel>>? adapt = null)
    {
        (_runtimes, _verify, _adapt, _rules) = (runtimes, verify, adapt, rules ?? new ResidencyRules());
        (_time, _log) = (time ?? TimeProvider.System, log ?? NullLogger.Instance);
        _residents = new Residents(_rules, _time)
        {
            Outgrown = (entry, missing) => LogReloading(entry.Model, missing),
            Expired = entry => LogExpired(entry.Model),
        };
        _admission = new Admission(_residents, _rules, memory ?? new LiveMemory(null), _time, _log);
    }

    /// <summary>Opens a session; disposing it gives it back, and the model stays loaded as long as was said.</summary>
    /// <exception cref="GoatException">It cannot be loaded, or does not fit this machine.</exception>
    /// <exception cref="BusyException">Models in use leave no room for it now.</exception>
    public async Task<IModelSession> OpenAsync(StoredModel model, OpenOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (model.Derivation is { Changes: var changes })
        {
            var loading = options with
            {
                Session = options.Session.Over(changes.Defaults.Session),
                Adapters = options.Adapters.Over(changes.Adapters ?? []),
                Derived = model.FullName,
            };
            return new DerivedSession(await OpenAsync(model.ToPublished(), loading, progress, ct), changes);
        }
        if (model.Summary.Adapter is { } kind) throw new RequestException(
            $"{model.FullName} is an adapter ({kind}) and no model by itself: goat run <model> --lora {model.FullName} runs a model with it.");
        var verified = await _verify(model, ct);
        if (options.Adapters.Count > 0 && _adapt is not null)
        {
            verified = await _adapt(verified, options.Adapters, ct);
            options = options with { Verified = verified.Adapters };
        }
        var scales = options.Adapters.Zip(verified.Adapters, (asked, adapter) => new AdapterScale(adapter.Name, asked.Scale)).ToList();
        while (true)
        {
            var entry = _residents.Join(
                ModelIdentity.Of(verified), options, (asked, keepAlive) => Begin(verified.With(asked.Verified), asked, keepAlive));
            try
            {
                var session = await entry.WaitAsync(progress, ct);
                if (Residents.Serves(entry, options))
                {
                    var watched = AdaptedSession.Over(new WatchedSession(session, verified.Name), scales);
                    return new LeasedSession(watched, () => _residents.Leave(entry));
                }
            }
            catch
            {
                _residents.Leave(entry);
                throw;
            }
            // It was loaded for somebody who asked for less: the next round replaces it.
            _residents.Leave(entry);
        }
    }

    public Task<IReadOnlyList<ResidentModel>> ListAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var now = _time.GetUtcNow();
        var loaded = _residents.All.Where(entry => entry.IsLoaded);
        return Task.FromResult<IReadOnlyList<ResidentModel>>([.. loaded.Select(entry => Show(entry, now))]);
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

    /// <summary>Unloads a model when the answers that are being given have ended, at once when there are none.</summary>
    /// <returns>Whether it was in memory.</returns>
    public async Task<bool> ReleaseAsync(StoredModel model, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        var leaving = _residents.Retire(entry => entry.Model == model.ToPublished().FullName);
        await Task.WhenAll(leaving.Where(entry => entry.Leases == 0).Select(_residents.UnloadAsync)).WaitAsync(ct);
        return leaving.Count > 0;
    }

    /// <summary>Models that are kept from running, because they ended worker upon worker.</summary>
    public Task<IReadOnlyList<QuarantinedModel>> ListQuarantinedAsync(CancellationToken ct) =>
        _deaths?.ListAsync(ct) ?? Task.FromResult<IReadOnlyList<QuarantinedModel>>([]);

    /// <summary>Lets a model be run again that was kept from running after it had ended worker upon worker.</summary>
    public void Forgive(StoredModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _deaths?.Forgive(model.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        await _residents.DisposeAsync();
        _admission.Dispose();
    }

    private ResidentEntry Begin(VerifiedModel model, OpenOptions options, TimeSpan keepAlive)
    {
        var runtime = Choose(model);
        var entry = new ResidentEntry(ModelIdentity.Of(model), runtime.Name, options.Session, keepAlive) { Adapters = model.Adapters };
        entry.Load((progress, ct) => _admission.LoadAsync(
            entry, model, (fitting, token) => runtime.OpenAsync(model, fitting, progress, token), ct));
        return entry;
    }

    private async Task<IReadOnlyList<ResidentEntry>> StopAsync(Func<ResidentEntry, bool> which)
    {
        var leaving = _residents.Retire(which);
        await Task.WhenAll(leaving.Select(DrainAsync));
        return leaving;
    }

    private async Task DrainAsync(ResidentEntry entry)
    {
        await Task.WhenAny(entry.Idle, Task.Delay(_rules.Drain, _time));
        await _residents.UnloadAsync(entry);
    }

    private static ResidentModel Show(ResidentEntry entry, DateTimeOffset now)
    {
        var (session, process) = (entry.Session!, entry.Session as IResident);
        return new ResidentModel(
            entry.Model, entry.Runtime, process?.ProcessId ?? Environment.ProcessId, process?.Memory ?? Environment.WorkingSet, entry.Leases,
            session.Limits, entry.ExpiresAt(now)) { Names = entry.Names };
    }

    private IRuntime Choose(VerifiedModel model)
    {
        var runtimes = _runtimes();
        return runtimes.FirstOrDefault(runtime => runtime.CanRun(model)) ?? throw new GoatException(
            $"No runtime can run {model.Name} ({model.Format}, architecture {model.Summary.Architecture}): "
            + (runtimes.Count == 0 ? "none is loaded" : $"asked were {string.Join(", ", runtimes.Select(runtime => runtime.Name))}")
            + "; see goat plugin list.");
    }

    [LoggerMessage(EventIds.ModelOutgrown, LogLevel.Information,
        "{Model} is loaded anew, as a request asks for more than it was loaded with: {Missing}")]
    private partial void LogReloading(string model, string missing);

    [LoggerMessage(EventIds.ModelExpired, LogLevel.Information, "{Model} is unloaded, as nobody has used it for a while")]
    private partial void LogExpired(string model);
}
