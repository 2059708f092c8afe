using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class GpuSplitTests
{
    private const long Gib = 1L << 30;

    private static readonly ModelSummary Model = new() { Architecture = "llama", Parameters = 1, Quantization = "Q4_0", Layers = 31, WeightBytes = 8 * Gib };

    [Fact]
    public void All_layers_and_the_output_go_on_a_gpu_that_has_room_for_them()
    {
        Assert.Equal(new GpuSplit(32, null), GpuSplit.Find(Model, null, 0, [Gpu(free: 9)]));
        Assert.Equal(new GpuSplit(32, null), GpuSplit.Find(Model, null, 0, [Gpu(free: 5), Gpu(free: 5)]));
        Assert.Equal(new GpuSplit(32, null), GpuSplit.Find(Model, -1, 0, [Gpu(free: 9)]));
    }

    [Fact]
    public void Where_room_is_short_as_many_go_as_fit_and_it_is_said()
    {
        var split = GpuSplit.Find(Model, null, 0, [Gpu(free: 4.5)]);
        Assert.Equal(16, split.Layers);
        Assert.Contains("16 of 31 layers", split.Notice, StringComparison.Ordinal);

        // The context counts as well.
        Assert.Equal(8, GpuSplit.Find(Model, null, 8 * Gib, [Gpu(free: 4.5)]).Layers);
        var none = GpuSplit.Find(Model, null, 0, [Gpu(free: 0.1)]);
        Assert.Equal(0, none.Layers);
        Assert.Contains("0 of 31 layers", none.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_is_done()
    {
        Assert.Equal(new GpuSplit(3, null), GpuSplit.Find(Model, 3, 0, [Gpu(free: 0.1)]));
        Assert.Equal(new GpuSplit(32, null), GpuSplit.Find(Model, 999, 0, [Gpu(free: 0.1)]));
        Assert.Equal(new GpuSplit(0, null), GpuSplit.Find(Model, null, 0, [new ComputeDevice("cpu", IsGpu: false, Gib, Gib)]));
    }

    private static ComputeDevice Gpu(double free) => new("gpu", IsGpu: true, 16 * Gib, (long)(free * Gib));
}
