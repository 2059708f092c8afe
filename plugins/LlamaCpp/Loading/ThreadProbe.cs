using System.Collections.Concurrent;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>
/// Finds by trial how many threads decode a model fastest now. ggml's threads spin while they wait for one another, so on a busy
/// machine one thread too many can cost nine tenths of the speed: no rule by the number of cores knows that.
/// </summary>
internal sealed class ThreadProbe(TimeProvider time)
{
    private const int MostDecodes = 8;
    private const double SlowerByFar = 1.3;

    /// <summary>What one more thread must bring: a moment later the machine may be busy, and then fewer hold better.</summary>
    private const double WorthIt = 0.9;

    /// <summary>Weights of which one thread alone would take seconds for a token.</summary>
    private const long LargeWeights = 2L << 30;

    /// <summary>Time for each count that is tried. A large model gets one decode of each.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(15);

    private static readonly ConcurrentDictionary<string, int> Known = new(StringComparer.Ordinal);

    /// <summary>Finds the count, or remembers it from an earlier load in this process.</summary>
    /// <param name="key">What the answer holds for: the file and where its layers are.</param>
    /// <param name="weightBytes">Bytes of the weights.</param>
    /// <param name="context">An empty context, left empty.</param>
    /// <param name="token">Any token.</param>
    /// <param name="ct">Stops the trial.</param>
    public int Find(string key, long weightBytes, LlamaContext context, int token, CancellationToken ct)
    {
        if (Cores.Count == 1) return 1;
        if (Known.TryGetValue(key, out var known)) return known;
        var candidates = Candidates(Cores.Count, weightBytes > LargeWeights).ToArray();
        context.SetThreads(candidates[0]);
        // The first decode brings pages in and measures nothing.
        if (!Decode(context, token, 0, ct)) ct.ThrowIfCancellationRequested();
        context.Clear();
        var (best, fastest) = (candidates[0], (TimeSpan?)null);
        foreach (var threads in candidates)
        {
            var taken = Measure(context, threads, token, Each + fastest * 2, ct);
            // More threads that are clearly slower will not get faster with more still.
            if (taken is null || taken > fastest * SlowerByFar) break;
            if (!(taken >= fastest * WorthIt)) (best, fastest) = (threads, taken);
        }
        context.Clear();
        return Known[key] = best;
    }

    /// <summary>One thread, then more up to all cores (1, 2, 3, 4, 6, 8, 12, 16, …); for large weights only the upper end.</summary>
    internal static IEnumerable<int> Candidates(int cores, bool large)
    {
        for (var threads = 1; threads < cores; threads = Above(threads))
        {
            if (!large || threads * 4 >= cores) yield return threads;
        }
        yield return cores;
    }

    // The next of 2^n and 3 * 2^(n-1).
    private static int Above(int threads) => threads == 1 ? 2 : int.IsPow2(threads) ? threads * 3 / 2 : threads * 4 / 3;

    /// <summary>The median of a few decodes, or null when not one was done within the limit.</summary>
    private TimeSpan? Measure(LlamaContext context, int threads, int token, TimeSpan? limit, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        var taken = new List<TimeSpan>(MostDecodes);
        var start = time.GetTimestamp();
        context.SetThreads(threads);
        try
        {
            while (taken.Count < MostDecodes && (taken.Count == 0 || time.GetElapsedTime(start) < Each))
            {
                var one = time.GetTimestamp();
                if (!Decode(context, token, taken.Count, either.Token)) break;
                taken.Add(time.GetElapsedTime(one));
            }
        }
        finally
        {
            context.Clear();
        }
        ct.ThrowIfCancellationRequested();
        taken.Sort();
        return taken.Count == 0 ? null : taken[taken.Count / 2];
    }

    /// <summary>Computes one token.</summary>
    /// <returns>False when it was broken off.</returns>
    private static bool Decode(LlamaContext context, int token, int position, CancellationToken ct)
    {
        context.Batch.Clear();
        context.Batch.Add(token, position, sequence: 0, output: true);
        try
        {
            using var stop = ct.UnsafeRegister(static context => ((LlamaContext)context!).Interrupt(), context);
            return context.Decode() == DecodeResult.Done;
        }
        finally
        {
            context.Resume();
        }
    }
}
