using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using GoatHost.Engine.Sync.Watching;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync;

/// <summary>Syncs of a server: each goes on whoever watches it, until it or the server ends; what was fetched is resumed.</summary>
public sealed partial class RunningSyncs : IAsyncDisposable
{
    private readonly Func<Reference, SyncOptions, IProgress<SyncNote>, CancellationToken, Task<StoredModel>> _sync;
    private readonly Dictionary<(Reference, string?), SharedSync> _running = [];
    private readonly Lock _gate = new();
    private bool _disposed;

    private readonly ILogger _log;

    internal RunningSyncs(Func<Reference, SyncOptions, IProgress<SyncNote>, CancellationToken, Task<StoredModel>> sync, ILogger log) =>
        (_sync, _log) = (sync, log);

    /// <summary>Starts a sync, or joins the one of the same reference that runs.</summary>
    /// <param name="reference">What a person typed.</param>
    /// <param name="options">What they asked of it.</param>
    /// <param name="progress">Told what happens from now on, and first where the sync is.</param>
    /// <param name="ct">Ends the watching, not the sync.</param>
    /// <exception cref="GoatException">It cannot be had, or was refused: as <see cref="ModelSync"/> says.</exception>
    public async Task<StoredModel> WatchAsync(Reference reference, SyncOptions options, IProgress<SyncNote> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        var shared = Join(reference, options);
        using var watching = shared.Follow(progress);
        return await shared.Ending.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        SharedSync[] running;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            running = [.. _running.Values];
        }
        foreach (var shared in running) await shared.DisposeAsync();
    }

    private SharedSync Join(Reference reference, SyncOptions options)
    {
        var key = (reference, options.Quantization?.ToUpperInvariant());
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_running.TryGetValue(key, out var running) && !running.Ending.IsCompleted) return running;
            return _running[key] = new SharedSync((progress, ct) => RunAsync(key, reference, options, progress, ct));
        }
    }

    private async Task<StoredModel> RunAsync(
        (Reference, string?) key, Reference reference, SyncOptions options, IProgress<SyncNote> progress, CancellationToken ct)
    {
        try
        {
            return await _sync(reference, options, progress, ct);
        }
        catch (GoatException failed)
        {
            LogFailed(reference.Text, failed.Message);
            throw;
        }
        finally
        {
            lock (_gate) _running.Remove(key);
        }
    }

    [LoggerMessage(EventIds.SyncFailed, LogLevel.Information, "the sync of {Reference} failed: {Reason}")]
    private partial void LogFailed(string reference, string reason);
}
