using GoatHost.Plugins.LlamaCpp.Native;

namespace Plugins.LlamaCpp.Tests.Native;

/// <summary>Sizes that a C compiler gives the structures of llama.h and ggml-backend.h v0.4.0 on 64-bit platforms.</summary>
public sealed unsafe class StructSizeTests
{
    [Fact]
    public void Structures_are_as_large_as_in_C()
    {
        Assert.Equal(80, sizeof(ModelParams));
        Assert.Equal(160, sizeof(ContextParams));
        Assert.Equal(56, sizeof(Batch));
        Assert.Equal(1, sizeof(SamplerChainParams));
        Assert.Equal(16, sizeof(NativeChatMessage));
        Assert.Equal(56, sizeof(DeviceProps));
    }

    [Fact]
    public void Defaults_come_back_where_they_belong()
    {
        var model = LlamaApi.llama_model_default_params();
        Assert.Equal((-1, LoadMode.Auto, (byte)1), (model.GpuLayers, model.LoadMode, model.UseExtraBuffers));
        var context = LlamaApi.llama_context_default_params();
        Assert.Equal((512u, 1u, Pooling.Unspecified, (byte)1, (byte)1), (context.ContextSize, context.MaxSequences, context.Pooling, context.NoPerformance, context.FullSlidingWindow));
    }
}
