using System.Collections.Concurrent;
using System.Globalization;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Workers;

/// <summary>Looks at a worker beat by beat: one that says nothing while a request waits, or that takes more memory than it may, is ended.</summary>
internal sealed class WorkerWatch(WorkerRules rules, long? memoryLimit, TimeProvider time)
{
    // Requests that were cancelled and have not ended, with the beats since.
    private readonly ConcurrentDictionary<int, int> _cancelled = new();
    private int _heard;
    private volatile string? _verdict;

    /// <summary>Why it was ended, to stand after "the worker"; null when it was not ended from here.</summary>
    public string? Verdict => _verdict;

    /// <summary>Whatever it says is a sign of life.</summary>
    public void Heard(WorkerMessage message)
    {
        Volatile.Write(ref _heard, 1);
        if (message is not (Part or Wrote or Progress)) _cancelled.TryRemove(message.Id, out _);
    }

    /// <summary>A request is to end: the worker owes its last answer.</summary>
    public void Cancelled(int id) => _cancelled.TryAdd(id, 0);

    /// <param name="process">Whom to end.</param>
    /// <param name="isAsked">Whether a request waits for it.</param>
    /// <param name="ask">Asks it for a word; may never end, when it does not read.</param>
    /// <param name="over">The worker is gone.</param>
    public async Task RunAsync(WorkerProcess process, Func<bool> isAsked, Func<Task> ask, CancellationToken over)
    {
        using var beats = new PeriodicTimer(rules.Beat, time);
        var (missed, asking) = (0, Task.CompletedTask);
        try
        {
            while (await beats.WaitForNextTickAsync(over))
            {
                if (Excess(process.Memory) is { } excess) _verdict = excess;
                else if (IsDeaf()) _verdict = string.Create(CultureInfo.InvariantCulture, $"went on for {(rules.Beat * rules.DeafBeats).TotalSeconds} s with a request that was cancelled, and was ended");
                else if (!isAsked() || Interlocked.Exchange(ref _heard, 0) == 1) missed = 0;
                else if (++missed >= rules.MissedBeats) _verdict = string.Create(CultureInfo.InvariantCulture, $"said nothing for {(rules.Beat * missed).TotalSeconds} s and was ended");
                if (_verdict is not null)
                {
                    process.Kill();
                    return;
                }
                if (missed > 0 && asking.IsCompleted) asking = AskAsync(ask);
            }
        }
        catch (OperationCanceledException)
        {
            // The worker is gone: nothing to look at.
        }
    }

    private bool IsDeaf()
    {
        var deaf = false;
        foreach (var (id, beats) in _cancelled) deaf |= _cancelled.TryUpdate(id, beats + 1, beats) && beats + 1 >= rules.DeafBeats;
        return deaf;
    }

    private string? Excess(long memory) => memory > memoryLimit
        ? string.Create(CultureInfo.InvariantCulture, $"took {memory >> 20} MiB of memory where memoryMiB in plugins.json allows {memoryLimit.Value >> 20}, and was ended")
        : null;

    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or GoatException)
        {
            // It is gone, and the connection's own loop knows it too.
        }
    }
}
