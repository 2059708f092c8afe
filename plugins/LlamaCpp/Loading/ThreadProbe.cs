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

    /// <summary>Time for each count that is tried, and for all: a large model gets one decode of each.</summary>
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan All = TimeSpan.FromSeconds(2);

    private static readonly ConcurrentDictionary<string, int> Known = new(StringComparer.Ordinal);

    /// <summary>Finds the count, or remembers it from an earlier load in this process.</summary>
    /// <param name="key">What the answer holds for: the file and where its layers are.</param>
    /// <param name="context">An empty context, left empty.</param>
    /// <param name="token">Any token.</param>
    /// <param name="ct">Stops the trial.</param>
    public int Find(string key, LlamaContext context, int token, CancellationToken ct)
    {
        if (Cores.Count == 1) return 1;
        if (Known.TryGetValue(key, out var known)) return known;
        var start = time.GetTimestamp();
        context.SetThreads(Cores.Count);
        // The first decode brings pages in and measures nothing.
        context.Decode([token], ct);
        var (best, fastest) = (Cores.Count, (TimeSpan?)null);
        foreach (var threads in Candidates(Cores.Count))
        {
            var taken = Measure(context, threads, token, ct);
            // Fewer threads that are clearly slower will not get faster with fewer still.
            if (taken > fastest * SlowerByFar) break;
            if (!(taken >= fastest)) (best, fastest) = (threads, taken);
            if (time.GetElapsedTime(start) > All) break;
        }
        context.Clear();
        return Known[key] = best;
    }

    /// <summary>All cores, then fewer: 16, 12, 8, 6, 4, 3, 2, 1.</summary>
    internal static IEnumerable<int> Candidates(int cores)
    {
        for (var threads = cores; threads > 1; threads = Below(threads)) yield return threads;
        yield return 1;
    }

    // The next lower of 2^n and 3 * 2^n.
    private static int Below(int threads)
    {
        var power = 1 << (31 - int.LeadingZeroCount(threads - 1));
        return threads - 1 >= power * 3 / 2 ? power * 3 / 2 : power;
    }

    /// <summary>The median of a few decodes.</summary>
    private TimeSpan Measure(LlamaContext context, int threads, int token, CancellationToken ct)
    {
        context.SetThreads(threads);
        var taken = new List<TimeSpan>(MostDecodes);
        var start = time.GetTimestamp();
        while (taken.Count < MostDecodes && (taken.Count == 0 || time.GetElapsedTime(start) < Each))
        {
            if (context.Used == context.Size) context.Clear();
            var one = time.GetTimestamp();
            context.Decode([token], ct);
            LlamaApi.llama_synchronize(context.Handle);
            taken.Add(time.GetElapsedTime(one));
        }
        taken.Sort();
        return taken[taken.Count / 2];
    }
}
