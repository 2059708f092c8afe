using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class LoadPlanTests
{
    private static readonly ComputeDevice Cpu = new("cpu", IsGpu: false, 8L << 30, 8L << 30);
    private static readonly ComputeDevice Gpu = new("gpu", IsGpu: true, 8L << 30, 8L << 30);

    private static readonly ModelSummary Model = new()
    {
        Architecture = "llama",
        Parameters = 1,
        Quantization = "Q4_0",
        ContextLength = 131072,
        EmbeddingLength = 4096,
        Layers = 32,
        Heads = 32,
        KeyValueHeads = 8,
    };

    [Fact]
    public void A_large_trained_context_is_not_taken_whole() => Assert.Equal(4096, Plan().ContextTokens);

    [Fact]
    public void A_small_trained_context_is() => Assert.Equal(512, Plan(model: Model with { ContextLength = 512 }).ContextTokens);

    [Fact]
    public void Little_memory_makes_the_context_smaller() => Assert.Equal(1024, Plan(devices: [Cpu with { FreeMemory = 512 << 20 }]).ContextTokens);

    [Fact]
    public void What_is_asked_for_is_given_up_to_the_trained_context()
    {
        Assert.Equal(20000, Plan(new SessionOptions { ContextTokens = 20000 }).ContextTokens);
        Assert.Equal(131072, Plan(new SessionOptions { ContextTokens = int.MaxValue }, devices: [Cpu with { FreeMemory = 32L << 30 }]).ContextTokens);
    }

    [Fact]
    public void A_context_that_memory_cannot_hold_is_refused_with_both_numbers()
    {
        var refused = Assert.Throws<GoatException>(() => Plan(new SessionOptions { ContextTokens = 131072 }));
        Assert.Contains("16384 MiB", refused.Message);
        Assert.Contains("8192 MiB", refused.Message);
    }

    [Fact]
    public void Answers_at_once_and_places_in_the_line_are_given_within_bounds()
    {
        var plan = Plan(new SessionOptions { Parallel = 3, Queue = 0, BatchTokens = 64, MapWeights = true });
        Assert.Equal((3, 0, 64, LoadMode.Map), (plan.Parallel, plan.Queue, plan.BatchTokens, plan.LoadMode));
        Assert.Throws<GoatException>(() => Plan(new SessionOptions { Parallel = 0 }));
        Assert.Throws<GoatException>(() => Plan(new SessionOptions { Queue = -1 }));
        Assert.Throws<GoatException>(() => Plan(new SessionOptions { BatchTokens = 1 << 20 }));
    }

    [Fact]
    public void All_layers_go_on_a_gpu_where_there_is_one()
    {
        Assert.Equal(33, Plan(devices: [Gpu, Cpu]).GpuLayers);
        Assert.Equal(0, Plan(new SessionOptions { GpuLayers = 0 }, devices: [Gpu, Cpu]).GpuLayers);
        Assert.Equal(0, Plan().GpuLayers);
    }

    [Fact]
    public void Weights_that_the_cpu_rearranges_are_read_and_others_mapped()
    {
        Assert.Equal(LoadMode.Read, Plan().LoadMode);
        Assert.Equal(LoadMode.Auto, Plan(model: Model with { Quantization = "F16" }).LoadMode);
        Assert.Equal(LoadMode.Auto, Plan(devices: [Gpu, Cpu]).LoadMode);
    }

    private static LoadPlan Plan(SessionOptions? options = null, ModelSummary? model = null, ComputeDevice[]? devices = null) =>
        LoadPlan.Make(model ?? Model, options ?? new SessionOptions(), devices ?? [Cpu]);
}
