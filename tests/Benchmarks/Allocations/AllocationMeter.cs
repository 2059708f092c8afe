namespace GoatHost.Benchmarks.Allocations;

/// <summary>Counts the managed bytes that one call allocates.</summary>
internal static class AllocationMeter
{
    private const int WarmUps = 5;
    private const int Rounds = 5;
    private const int CallsOfARound = 8;

    /// <summary>The mean of the quietest round: what other threads allocate meanwhile can only add.</summary>
    public static async Task<long> MeasureAsync(Workload workload)
    {
        for (var i = 0; i < WarmUps; i++) await workload.RunAsync();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Allocated(workload);
            for (var i = 0; i < CallsOfARound; i++) await workload.RunAsync();
            least = Math.Min(least, (Allocated(workload) - before) / CallsOfARound);
        }
        return least;
    }

    private static long Allocated(Workload workload) =>
        workload.IsAsync ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}
