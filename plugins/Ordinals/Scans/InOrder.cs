using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.Ordinals.Scans;

/// <summary>Works on many things at once and gives the results in the order of the things.</summary>
internal static class InOrder
{
    /// <summary>At most <paramref name="workers"/> results are ahead of the reader, so memory stays flat.</summary>
    public static async IAsyncEnumerable<TResult> SelectAsync<T, TResult>(
        IAsyncEnumerable<T> things,
        int workers,
        Func<T, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = new Queue<Task<TResult>>();
        try
        {
            await foreach (var thing in things.WithCancellation(stop.Token))
            {
                running.Enqueue(Task.Run(() => work(thing, stop.Token), stop.Token));
                if (running.Count >= workers) yield return await running.Dequeue();
            }
            while (running.TryDequeue(out var next)) yield return await next;
        }
        finally
        {
            await stop.CancelAsync();
            // What was begun and is not wanted any more must not outlive the files and buffers it uses.
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
