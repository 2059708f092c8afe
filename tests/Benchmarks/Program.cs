using BenchmarkDotNet.Running;
using GoatHost.Benchmarks;
using GoatHost.Benchmarks.Allocations;

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

    // Times, by BenchmarkDotNet: all of them with the short job, or what its own arguments ask for.
    default:
        var all = BenchmarkSwitcher.FromAssembly(typeof(ShortJob).Assembly);
        string[] arguments = args is [] or ["--short"] ? ["--filter", "*"] : args;
        return all.Run(arguments, new ShortJob()).Any() ? 0 : 1;
}
