namespace GoatHost.Engine.Inference.Workers;

/// <summary>A request that a worker is answering: its cancellation, and how many parts the host has room for.</summary>
internal sealed class WorkerCall : IDisposable
{
    private const int MostCredit = 1 << 20;

    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _credit = new(WorkerRequest.Window, MostCredit);
    private readonly Lock _gate = new();
    private bool _over;

    public CancellationToken Token => _cancel.Token;

    public Task SpendAsync() => _credit.WaitAsync(_cancel.Token);

    public void Grant(int parts)
    {
        lock (_gate)
        {
            if (!_over && parts > 0 && parts <= MostCredit - _credit.CurrentCount) _credit.Release(parts);
        }
    }

    public Task CancelAsync()
    {
        lock (_gate) return _over ? Task.CompletedTask : _cancel.CancelAsync();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _cancel.Dispose();
            _credit.Dispose();
        }
    }
}
