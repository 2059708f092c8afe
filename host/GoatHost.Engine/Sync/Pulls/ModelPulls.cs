using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GoatHost.Engine.Sync.Pulls;

/// <summary>Syncs that go on when whoever asked has left: a server's. Who asks again for the same watches the same one.</summary>
public sealed partial class ModelPulls : IAsyncDisposable
{
    private readonly Func<Reference, SyncOptions, IProgress<SyncNote>?, CancellationToken, Task<StoredModel>> _sync;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly List<ModelPull> _pulls = [];
    private bool _closed;

    internal ModelPulls(Func<Reference, SyncOptions, IProgress<SyncNote>?, CancellationToken, Task<StoredModel>> sync, ILogger log) =>
        (_sync, _log) = (sync, log);

    /// <summary>What is being fetched now.</summary>
    public IReadOnlyList<PullState> List()
    {
        lock (_gate) return [.. _pulls.Select(pull => pull.State)];
    }

    /// <summary>Begins to fetch a model, or joins who does.</summary>
    /// <param name="reference">What a person typed.</param>
    /// <param name="options">What was asked of it.</param>
    /// <param name="progress">Told what happens, first the last that did.</param>
    /// <param name="ct">Ends the watching; the fetching goes on.</param>
    /// <exception cref="GoatException">It cannot be had, was refused, or was stopped: the sentence says why.</exception>
    public async Task<StoredModel> WatchAsync(Reference reference, SyncOptions options, IProgress<SyncNote>? progress, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var pull = Join(reference, options);
        using var following = pull.Follow(progress);
        try
        {
            return await pull.Work.WaitAsync(ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GoatException($"Fetching {reference} was stopped; what came is kept, and goat pull goes on from there.");
        }
    }

    /// <summary>Ends the fetching of a reference; what came is kept.</summary>
    /// <returns>Whether it was being fetched.</returns>
    public async Task<bool> StopAsync(Reference reference)
    {
        List<ModelPull> stopped;
        lock (_gate) stopped = [.. _pulls.Where(pull => pull.Reference == reference)];
        await Task.WhenAll(stopped.Select(pull => pull.StopAsync()));
        return stopped.Count > 0;
    }

    public async ValueTask DisposeAsync()
    {
        List<ModelPull> left;
        lock (_gate)
        {
            _closed = true;
            left = [.. _pulls];
        }
        await Task.WhenAll(left.Select(pull => pull.StopAsync()));
        left.ForEach(pull => pull.Dispose());
    }

    internal static ModelPulls From(IServiceProvider services) =>
        new(services.GetRequiredService<ModelSync>().SyncAsync, services.GetRequiredService<ILogger<ModelPulls>>());

    private ModelPull Join(Reference reference, SyncOptions options)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var pull = _pulls.Find(one => one.IsFor(reference, options));
            if (pull is not null) return pull;
            _pulls.Add(pull = new ModelPull(reference, options));
            pull.Begin((progress, ct) => RunAsync(pull, progress, ct));
            return pull;
        }
    }

    private async Task<StoredModel> RunAsync(ModelPull pull, IProgress<SyncNote> progress, CancellationToken ct)
    {
        try
        {
            return await _sync(pull.Reference, pull.Options, progress, ct);
        }
        catch (GoatException e)
        {
            // Perhaps nobody watches any more.
            LogFailed(pull.Reference, e.Message);
            throw;
        }
        finally
        {
            lock (_gate) _pulls.Remove(pull);
        }
    }

    [LoggerMessage(EventIds.PullFailed, LogLevel.Warning, "Fetching {Reference} failed: {Reason}")]
    private partial void LogFailed(Reference reference, string reason);
}
