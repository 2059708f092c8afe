using GoatHost.Abstractions;
using GoatHost.Engine.Store;

namespace GoatHost.Engine.Sync.Pulls;

/// <summary>One sync that nobody needs to wait for.</summary>
internal sealed class ModelPull(Reference reference, SyncOptions options) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SharedProgress<SyncNote> _progress = new();

    public Reference Reference => reference;

    public SyncOptions Options => options;

    public Task<StoredModel> Work { get; private set; } = Task.FromException<StoredModel>(new InvalidOperationException("not begun"));

    public PullState State => new(reference, options.Quantization, _progress.Last);

    public bool IsFor(Reference asked, SyncOptions asOptions) =>
        reference == asked && options.AllowUnproven == asOptions.AllowUnproven
        && string.Equals(options.Quantization, asOptions.Quantization, StringComparison.OrdinalIgnoreCase);

    public void Begin(Func<IProgress<SyncNote>, CancellationToken, Task<StoredModel>> sync)
    {
        Work = Task.Run(() => sync(_progress, _stop.Token));
        // Nobody may be watching any more when it fails; that it did is logged by whoever runs it.
        _ = Work.ContinueWith(static work => work.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public IDisposable Follow(IProgress<SyncNote>? progress) => _progress.Follow(progress);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        // Whoever watches is told how it ended.
        await ((Task)Work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();
}
