namespace GoatHost.Engine.Sync.Fetching;

/// <summary>Stands beside one attempt: tells people how far it is, makes bytes durable, and ends it when nothing comes any more.</summary>
internal sealed class TransferWatch : IAsyncDisposable
{
    private readonly Transfer _transfer;
    private readonly SyncProgress _notes;
    private readonly FetchLimits _limits;
    private readonly TimeSpan _stall;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _attempt;
    private readonly CancellationTokenSource _watching = new();
    private readonly Task _loop;

    public TransferWatch(Transfer transfer, SyncProgress notes, FetchLimits limits, TimeSpan stall, TimeProvider time, CancellationToken ct)
    {
        (_transfer, _notes, _limits, _stall, _time) = (transfer, notes, limits, stall, time);
        _attempt = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _loop = LoopAsync(_watching.Token);
    }

    /// <summary>Cancelled when the person leaves, or when nothing came for too long.</summary>
    public CancellationToken Token => _attempt.Token;

    public async ValueTask DisposeAsync()
    {
        await _watching.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _attempt.Dispose();
        _watching.Dispose();
        // A checkpoint that failed (the disk is full, the database is gone) is told, unless the loop was merely ended.
        if (_loop.IsFaulted) await _loop;
    }

    private async Task LoopAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(_limits.Tick, _time);
        var (saved, moved, written) = (_time.GetTimestamp(), _time.GetTimestamp(), _transfer.Written);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                var now = _transfer.Written;
                _notes.Advance(now, _transfer.Length);
                if (now != written) (written, moved) = (now, _time.GetTimestamp());
                if (_time.GetElapsedTime(saved) >= _limits.Checkpoint)
                {
                    await _transfer.CheckpointAsync(ct);
                    saved = _time.GetTimestamp();
                }
                if (_transfer.Failure is not null) await _attempt.CancelAsync();
                if (_stall != Timeout.InfiniteTimeSpan && _time.GetElapsedTime(moved) >= _stall) await _attempt.CancelAsync();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await _attempt.CancelAsync();
            throw;
        }
    }
}
