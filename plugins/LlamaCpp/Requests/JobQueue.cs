using System.Collections.Concurrent;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Requests;

/// <summary>A session's requests, first come first served, and the thread that serves them: computing blocks, and a context is for one thread.</summary>
internal sealed class JobQueue : IAsyncDisposable
{
    /// <summary>Requests that may wait.</summary>
    public const int Capacity = 64;

    private readonly BlockingCollection<SessionJob> _jobs = new(Capacity);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobQueue(string name) => new Thread(Work) { IsBackground = true, Name = name }.Start();

    /// <summary>Puts a job at the end.</summary>
    public void Add(SessionJob job)
    {
        try
        {
            if (!_jobs.TryAdd(job)) throw new BusyException($"{Capacity} requests already wait for this model: try again in a moment.");
        }
        catch (InvalidOperationException e)
        {
            throw new GoatException("The model is being unloaded: ask again to load it.", e);
        }
    }

    /// <summary>Stops the job that runs, fails those that wait, and ends when the thread has.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.CompleteAdding();
        await _closing.CancelAsync();
        await _ended.Task;
        _jobs.Dispose();
        _closing.Dispose();
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable()) job.Execute(_closing.Token);
        _ended.SetResult();
    }
}
