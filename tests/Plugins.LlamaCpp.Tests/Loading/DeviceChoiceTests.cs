using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp;
using GoatHost.Plugins.LlamaCpp.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace Plugins.LlamaCpp.Tests.Loading;

public sealed class DeviceChoiceTests
{
    private static readonly ComputeDevice One = new("NVIDIA H100, 80 GB", IsGpu: true, 80L << 30, 80L << 30) { Id = "CUDA0" };
    private static readonly ComputeDevice Two = One with { Id = "CUDA1", FreeMemory = 2L << 30 };
    private static readonly ComputeDevice Cpu = new("AMD EPYC", IsGpu: false, 8L << 30, 8L << 30) { Id = "CPU" };
    private static readonly ComputeDevice[] All = [One, Two, Cpu];

    [Theory]
    [InlineData(null, "CUDA0 CUDA1 CPU")]
    [InlineData("cuda1", "CUDA1 CPU")]
    [InlineData("CUDA0, CUDA1", "CUDA0 CUDA1 CPU")]
    [InlineData("NVIDIA H100, 80 GB", "CUDA0 CUDA1 CPU")]
    [InlineData("cpu", "CPU")]
    public void The_gpus_that_are_named_are_used_and_the_cpu_always(string? names, string expected) =>
        Assert.Equal(expected, string.Join(' ', DeviceChoice.Among(names, All).Select(device => device.Id)));

    [Theory]
    [InlineData("CUDA2")]
    [InlineData("CUDA0,")]
    [InlineData("")]
    public void A_name_that_no_device_has_is_refused_with_those_there_are(string names)
    {
        var refused = Assert.Throws<GoatException>(() => DeviceChoice.Among(names, All));
        Assert.Contains("CUDA0 (NVIDIA H100, 80 GB), CUDA1 (NVIDIA H100, 80 GB), CPU (AMD EPYC)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("goat llamacpp install", Assert.Throws<GoatException>(() => DeviceChoice.Among(names, [Cpu])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_are_shared_out_by_what_the_chosen_gpus_have_room_for()
    {
        var model = new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q4_0", Layers = 31, WeightBytes = 8L << 30 };
        Assert.Equal(32, LoadPlan.Make(model, new SessionOptions(), DeviceChoice.Among("CUDA0", All)).GpuLayers);
        Assert.Equal(6, LoadPlan.Make(model, new SessionOptions(), DeviceChoice.Among("CUDA1", All)).GpuLayers);
        Assert.Equal(0, LoadPlan.Make(model, new SessionOptions(), DeviceChoice.Among("CPU", All)).GpuLayers);
        var refused = Assert.Throws<GoatException>(() => LoadPlan.Make(model, new SessionOptions { GpuLayers = 3 }, DeviceChoice.Among("CPU", All)));
        Assert.Contains("3 layers", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_not_loaded_on_a_device_that_is_not_there()
    {
        var refused = await Assert.ThrowsAsync<GoatException>(() => TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, Devices = "Vulkan7" }));
        Assert.Contains("no device Vulkan7", refused.Message, StringComparison.Ordinal);
        await using var session = await TinyModel.OpenAsync(options: new SessionOptions { Threads = 1, Devices = "CPU" });
        Assert.Equal(0, session.Limits.GpuLayers);

        // What plugins.json says holds where nobody says otherwise.
        var settings = new LlamaCppSettings(TinyModel.NativesDir, Devices: "Vulkan8");
        var runtime = new LlamaCppRuntime(settings, TimeProvider.System, NullLogger<LlamaCppRuntime>.Instance);
        Task<IModelSession> OpenAsync(string? devices) =>
            runtime.OpenAsync(TinyModel.Describe(), new SessionOptions { Threads = 1, Devices = devices }, null, default);
        Assert.Contains("no device Vulkan8", (await Assert.ThrowsAsync<GoatException>(() => OpenAsync(null))).Message, StringComparison.Ordinal);
        await using var other = await OpenAsync("CPU");
    }
}
