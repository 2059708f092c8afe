using BenchmarkDotNet.Attributes;
using GoatHost.Abstractions;
using GoatHost.Benchmarks.Samples;
using GoatHost.Engine.Inference.Workers;
using GoatHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GoatHost.Benchmarks;

/// <summary>What the way to a worker process and back costs, with a runtime that itself costs nothing. The worker's own bytes are not counted.</summary>
public class WorkerBenchmarks
{
    private const int Words = 1000;

    private readonly TempFolder _data = new();
    private readonly GenerationRequest _request = new() { Prompt = string.Join(' ', Enumerable.Repeat("word", Words)) };
    private IModelSession _session = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var launcher = new WorkerLauncher(Build.Options(_data.Path), TimeProvider.System, NullLoggerFactory.Instance);
        var runtime = new WorkerRuntime(await Build.PluginAsync("echoruntime", _data.Path), "echo", launcher);
        var path = Path.Combine(Fixtures.Offline, "goat-tiny-kjv", "goat-tiny-kjv-q8_0.gguf");
        var model = TestModels.Of("goat-tiny-kjv", "gguf", path, new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" });
        _session = await runtime.OpenAsync(model, new SessionOptions(), null, CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _session.DisposeAsync();
        _data.Dispose();
    }

    [Benchmark]
    public async Task RoundTripAsync() => await _session.TokenizeAsync(new TokenizeRequest("one two three"), CancellationToken.None);

    [Benchmark]
    public async Task StreamOf1000TokensAsync()
    {
        var heard = 0;
        await foreach (var _ in _session.GenerateAsync(_request, CancellationToken.None)) heard++;
        if (heard != Words + 1) throw new InvalidOperationException($"{heard} of {Words + 1} deltas came.");
    }
}
