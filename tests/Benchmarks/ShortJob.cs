using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace GoatHost.Benchmarks;

/// <summary>Few rounds in this process: minutes for all of it, and the build of this tree is not repeated for each benchmark.</summary>
internal sealed class ShortJob : ManualConfig
{
    public ShortJob()
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.DontLogOutput));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        // The plugins under test load in collectible contexts and the TestKit has no optimization flag of its own.
        WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.JoinSummary);
        ArtifactsPath = Path.Combine(TestKit.Fixtures.Root, "artifacts", "benchmarks");
    }
}
