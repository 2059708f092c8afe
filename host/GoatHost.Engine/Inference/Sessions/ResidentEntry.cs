using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>A model that is loaded or being loaded, who holds it, and until when it stays. Changed under the lock of <see cref="Residents"/>.</summary>
internal sealed class ResidentEntry : IAsyncDisposable
{
    /// <summary>Longer is for ever: a date must be able to say it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36500);

    private const int MostNames = 64;

    private readonly CancellationTokenSource _abandoned = new();
    private readonly SharedProgress<double> _progress = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task? _unloading;

    public ResidentEntry(ModelIdentity identity, string runtime, SessionOptions options, TimeSpan keepAlive) =>
        (Identity, Runtime, Options, KeepAlive) = (identity, runtime, options, keepAlive);

    public ModelIdentity Identity { get; }

    public string Model => Identity.Model;

    /// <summary>The names that it was asked for by: its own, and those of models made from it.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    public string Runtime { get; }

    /// <summary>What it is loaded with.</summary>
    public SessionOptions Options { get; }

    /// <summary>The adapters that are loaded with it.</summary>
    public IReadOnlyList<VerifiedModel> Adapters { get; init; } = [];

    public Task<IModelSession> Loading { get; private set; } =
        Task.FromException<IModelSession>(new InvalidOperationException("not begun"));

    /// <summary>The loaded model; null until it is.</summary>
    public IModelSession? Session { get; private set; }

    public bool IsLoaded => Session is not null;

    /// <summary>Bytes that it was judged to need.</summary>
    public long PlannedBytes { get; set; }

    public int Leases { get; private set; }

    /// <summary>Nobody is given it any more: it is unloaded when the last has given it back.</summary>
    public bool IsLeaving { get; private set; }

    public bool IsIdle => IsLoaded && Leases == 0;

    public TimeSpan KeepAlive { get; private set; }

    public DateTimeOffset LastUsed { get; private set; }

    /// <summary>Ends when nobody holds an entry that is leaving.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Rings when it may have been idle long enough.</summary>
    public ITimer? Alarm { get; set; }

    public void Load(Func<IProgress<double>, CancellationToken, Task<IModelSession>> load) =>
        Loading = Task.Run(async () => Session = await load(_progress, _abandoned.Token));

    /// <param name="keepAlive">How long it is to stay afterwards, if that was said.</param>
    /// <param name="name">Its own name, or that of the derived model that asks.</param>
    public void Take(TimeSpan? keepAlive, string name)
    {
        Leases++;
        if (!Names.Contains(name)) Names = [.. Names.TakeLast(MostNames - 1), name];
        if (keepAlive is { } said) KeepAlive = said < TimeSpan.Zero || said > Longest ? Timeout.InfiniteTimeSpan : said;
    }

    public void Give(DateTimeOffset now)
    {
        LastUsed = now;
        if (--Leases == 0 && IsLeaving) _idle.TrySetResult();
    }

    /// <summary>When it is to be unloaded: from its last use, or from now while it is used.</summary>
    public DateTimeOffset? ExpiresAt(DateTimeOffset now) =>
        KeepAlive < TimeSpan.Zero ? null : (Leases > 0 ? now : LastUsed) + KeepAlive;

    public void Leave()
    {
        IsLeaving = true;
        if (Leases == 0) _idle.TrySetResult();
    }

    public async Task<IModelSession> WaitAsync(IProgress<double>? progress, CancellationToken ct)
    {
        using var following = _progress.Follow(progress);
        try
        {
            return await Loading.WaitAsync(ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GoatException($"Loading {Model} was broken off, because it is to be unloaded; ask again to load it anew.");
        }
    }

    /// <summary>Ends the load or unloads the model; asked again, it is the same end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task unloading;
        lock (_gate) unloading = _unloading ??= Task.Run(UnloadAsync);
        await unloading;
    }

    private async Task UnloadAsync()
    {
        await _abandoned.CancelAsync();
        try
        {
            await (await Loading).DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or GoatException)
        {
            // Never loaded: there is nothing to unload, and whoever asked was told why.
        }
        if (Alarm is { } alarm) await alarm.DisposeAsync();
        _abandoned.Dispose();
    }
}
