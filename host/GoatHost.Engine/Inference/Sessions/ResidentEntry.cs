using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>A model that is loaded or being loaded, and how many hold it. The load ends early only when nobody waits for it any more.</summary>
internal sealed class ResidentEntry : IAsyncDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly SharedProgress _progress = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _leaving;

    public ResidentEntry(string model, IRuntime runtime, Func<IProgress<double>, CancellationToken, Task<IModelSession>> load)
    {
        (Model, Runtime) = (model, runtime.Name);
        Loading = Task.Run(() => load(_progress, _abandoned.Token));
    }

    public string Model { get; }

    public string Runtime { get; }

    public Task<IModelSession> Loading { get; }

    /// <summary>Who holds the session or waits for it; changed under the owner's lock.</summary>
    public int Leases
    {
        get;
        set
        {
            field = value;
            if (_leaving && value == 0) _idle.TrySetResult();
        }
    }

    /// <summary>Nobody is given it any more; called under the owner's lock.</summary>
    /// <returns>Ends when the last who holds it has given it back.</returns>
    public Task LeaveAsync()
    {
        _leaving = true;
        if (Leases == 0) _idle.TrySetResult();
        return _idle.Task;
    }

    public bool IsLoaded => Loading.IsCompletedSuccessfully;

    public async Task<IModelSession> WaitAsync(IProgress<double>? progress, CancellationToken ct)
    {
        using var following = _progress.Follow(progress);
        return await Loading.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
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
        _abandoned.Dispose();
    }
}
