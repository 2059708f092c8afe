namespace GoatHost.Engine.Plugins.Guards;

/// <summary>Calls in flight. Once it drains, no new one is let in, and the end of the last is the end of the wait.</summary>
internal sealed class CallLeases
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _held;
    private bool _draining;

    public bool TryTake()
    {
        lock (_gate)
        {
            if (_draining) return false;
            _held++;
            return true;
        }
    }

    public void GiveBack()
    {
        lock (_gate)
        {
            if (--_held == 0 && _draining) _idle.TrySetResult();
        }
    }

    public Task DrainAsync()
    {
        lock (_gate)
        {
            _draining = true;
            if (_held == 0) _idle.TrySetResult();
        }
        return _idle.Task;
    }
}
