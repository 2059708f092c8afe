using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace GoatHost.Benchmarks.Allocations;

/// <summary>Compares what is allocated now with the table. Bytes, unlike times, are the same on a busy machine.</summary>
internal sealed class AllocationCheck(TextWriter say)
{
    private const double Part = 0.10;
    private const long Least = 1024;

    /// <summary>1 when any benchmark allocates more than it may, is not in the table, or is in it and is no more.</summary>
    public async Task<int> RunAsync()
    {
        var allowed = await AllocationTable.ReadAsync();
        var measured = await MeasureAsync();
        var wrong = 0;
        foreach (var (name, bytes) in measured)
        {
            var verdict = Judge(bytes, allowed.TryGetValue(name, out var known) ? known : null);
            if (verdict.StartsWith("FAILED", StringComparison.Ordinal)) wrong++;
            say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} {bytes,12:N0} {verdict}"));
        }
        foreach (var gone in allowed.Keys.Except(measured.Keys))
        {
            wrong++;
            say.WriteLine($"{gone,-52} {"-",12} FAILED: it is in the table, and there is no such benchmark");
        }
        if (wrong > 0) say.WriteLine($"{wrong} of {measured.Count} benchmarks failed. If it is meant: dotnet run --project tests/Benchmarks -c Release -- approve");
        return wrong == 0 ? 0 : 1;
    }

    public async Task<int> ApproveAsync()
    {
        var measured = await MeasureAsync();
        await AllocationTable.WriteAsync(measured);
        foreach (var (name, bytes) in measured) say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-52} {bytes,12:N0}"));
        return 0;
    }

    private static string Judge(long bytes, long? known) => known switch
    {
        null => "FAILED: it is not in the table",
        var most when bytes > Most(most.Value) => string.Create(CultureInfo.InvariantCulture, $"FAILED: the table has {most:N0}"),
        // Not a failure, but the table should be kept as tight as the code is.
        var most when Most(bytes) < most => string.Create(CultureInfo.InvariantCulture, $"ok, and less than the table's {most:N0}: approve it"),
        _ => "ok",
    };

    private static long Most(long known) => known + (long)(known * Part) + Least;

    private static async Task<SortedDictionary<string, long>> MeasureAsync()
    {
        var measured = AllocationTable.NewTable();
        foreach (var type in Workload.Classes())
        {
            var target = Activator.CreateInstance(type)!;
            await Workload.CallAsync<GlobalSetupAttribute>(target);
            try
            {
                foreach (var workload in Workload.Of(target)) measured[workload.Name] = await AllocationMeter.MeasureAsync(workload);
            }
            finally
            {
                await Workload.CallAsync<GlobalCleanupAttribute>(target);
            }
        }
        return measured;
    }
}
