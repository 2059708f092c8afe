using System.Globalization;
using BenchmarkDotNet.Running;
using GoatHost.Benchmarks;
using GoatHost.Benchmarks.Allocations;
using GoatHost.Benchmarks.Inference;
using GoatHost.Benchmarks.Scans;

#pragma warning disable RS0030 // A console program: what it says is its result.
var say = Console.Out;
#pragma warning restore RS0030

switch (args)
{
    // What CI runs: allocated bytes against the committed table, in seconds.
    case ["check"]:
        return await new AllocationCheck(say).RunAsync();

    // Takes what is measured now as the new table.
    case ["approve"]:
        return await new AllocationCheck(say).ApproveAsync();

    // The llama.cpp runtime beside llama.cpp itself: a model of random weights, threads, rounds.
    case ["inference", var size, var threads, var rounds]:
        var shape = size == "1.1b" ? ModelShape.Large : ModelShape.Small;
        await new InferenceBench(say, shape, int.Parse(threads, CultureInfo.InvariantCulture), int.Parse(rounds, CultureInfo.InvariantCulture)).RunAsync();
        await new ServerBench(say, shape, int.Parse(rounds, CultureInfo.InvariantCulture)).RunAsync();
        return 0;

    // Scanning a blocks folder beside merely reading it: megabytes, rounds.
    case ["scan", var megabytes, var turns]:
        await new ScanBench(say, int.Parse(megabytes, CultureInfo.InvariantCulture), int.Parse(turns, CultureInfo.InvariantCulture)).RunAsync(CancellationToken.None);
        return 0;

    // Times, by BenchmarkDotNet: all of them with the short job, or what its own arguments ask for.
    default:
        var all = BenchmarkSwitcher.FromAssembly(typeof(ShortJob).Assembly);
        string[] arguments = args is [] or ["--short"] ? ["--filter", "*"] : args;
        return all.Run(arguments, new ShortJob()).Any() ? 0 : 1;
}
