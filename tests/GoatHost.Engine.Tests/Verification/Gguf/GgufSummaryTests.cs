using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufSummaryTests
{
    [Theory]
    [InlineData(15u, 12u, 144, "Q4_K_M")] // a label that the tensors bear out
    [InlineData(15u, 8u, 272, "Q8_0")] // a label that lies
    [InlineData(1024u, 8u, 272, "Q8_0")] // "guessed"
    [InlineData(28u, 17u, 74, "IQ2_S")]
    [InlineData(38u, 39u, 136, "MXFP4_MOE")]
    public void Names_the_quantization(uint fileType, uint type, long bytes, string name)
    {
        var file = new GgufBuilder().Text("general.architecture", "llama").U32("general.file_type", fileType).Tensor("t", type, [256], bytes).Build();
        Assert.Equal(name, GgufSummary.Of(GgufReader.Read(file, "m.gguf", default)).Quantization);
    }

    [Fact]
    public void Counts_heads_layer_by_layer()
    {
        var file = GgufReader.Read(Layered(), "m.gguf", default);
        var summary = GgufSummary.Of(file);
        Assert.Equal((3, 8, 4), (summary.Layers, summary.Heads, summary.KeyValueHeads));
        Assert.Equal((4 + 0 + 2) * (16 + 32) * 2, GgufSummary.KeyValueBytesPerToken(file));
    }

    [Theory]
    [InlineData("", "general.architecture")]
    [InlineData("a b", "cannot be one")]
    public void Refuses_a_model_without_an_architecture(string architecture, string reason)
    {
        var file = GgufReader.Read(new GgufBuilder().Text("general.architecture", architecture).Build(), "m.gguf", default);
        Assert.Contains(reason, Assert.Throws<RefusedException>(() => GgufSummary.Of(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_context_that_makes_no_sense()
    {
        var file = GgufReader.Read(new GgufBuilder().Text("general.architecture", "x").U32("x.context_length", uint.MaxValue).Build(), "m.gguf", default);
        Assert.Contains("4294967295 for x.context_length", Assert.Throws<RefusedException>(() => GgufSummary.Of(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Knows_the_types_of_ggml_with_their_blocks()
    {
        Assert.Equal(35, GgufTensorType.All.Count);
        Assert.Equal(new GgufTensorType(12, "Q4_K", 256, 144), GgufTensorType.Find(12));
        Assert.All([4u, 5u, 31u, 32u, 33u, 36u, 37u, 38u], id => Assert.True(GgufTensorType.Find(id) is null && GgufTensorType.IsRemoved(id)));
        Assert.Null(GgufTensorType.Find(43));
    }

    private static byte[] Layered() => new GgufBuilder()
        .Text("general.architecture", "x").U32("x.block_count", 3).U32("x.embedding_length", 128).U32("x.attention.head_count", 8)
        .Array("x.attention.head_count_kv", 5, 3, writer => { writer.Write(4); writer.Write(0); writer.Write(2); })
        .U32("x.attention.key_length", 16).U32("x.attention.value_length", 32)
        .Tensor("t", 0, [1], 4).Build();
}
