using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public sealed class GgufAdapterTests
{
    private const uint F32 = 0;
    private const uint F16 = 1;
    private const uint I32 = 26;
    private const uint Q8 = 8;
    private const uint NvFp4 = 40;

    [Fact]
    public void An_adapter_is_told_from_a_model_and_fits_the_one_that_it_is_made_for()
    {
        var adapter = Read(Adapter());
        var summary = GgufSummary.Of(adapter);
        Assert.Equal(("lora", "llama", 4 * (64 + 32)), (summary.Adapter, summary.Architecture, summary.Parameters));
        GgufAdapterFit.Check(adapter, [Read(Model())]);
        Assert.Null(GgufSummary.Of(Read(Model())).Adapter);
    }

    [Fact]
    public void Experts_and_embeddings_are_changed_in_shapes_of_their_own()
    {
        var experts = Read(Begin().Pair("blk.0.ffn_up_exps.weight", [64, 4, 8], [4, 32, 8]));
        GgufAdapterFit.Check(experts, [Read(Model().Tensor("blk.0.ffn_up_exps.weight", F32, [64, 32, 8], 64 * 32 * 8 * 4))]);
        var lookup = Read(Begin().Pair("token_embd.weight", [4, 100], [4, 64]));
        GgufAdapterFit.Check(lookup, [Read(Model().Matrix("output.weight", 64, 100))]);
    }

    [Theory]
    [InlineData("one is missing")]
    [InlineData("no part of a LoRA")]
    [InlineData("only lora is known")]
    [InlineData("activated LoRA")]
    [InlineData("adapter.lora.alpha is no")]
    [InlineData("changes no tensor")]
    [InlineData("of the type I32")]
    [InlineData("do not meet")]
    [InlineData("is no matrix")]
    public void What_cannot_be_used_is_refused(string reason)
    {
        var adapter = reason switch
        {
            "one is missing" => Adapter().Matrix("blk.1.attn_q.weight.lora_a", 64, 4),
            "no part of a LoRA" => Adapter().Matrix("blk.1.attn_q.weight", 64, 4),
            "only lora is known" => new GgufBuilder().Text("general.architecture", "llama").Text("general.type", "adapter").Text("adapter.type", "ia3").Matrix("t", 1, 1),
            "activated LoRA" => Adapter().Array("adapter.alora.invocation_tokens", 4, 1, writer => writer.Write(7)),
            "adapter.lora.alpha is no" => Begin(alpha: null).Text("adapter.lora.alpha", "8").Pair("blk.0.attn_q.weight", [64, 4], [4, 32]),
            "changes no tensor" => Begin(),
            "of the type I32" => Begin().Tensor("t.lora_a", I32, [64, 4], 1024).Tensor("t.lora_b", F32, [4, 32], 512),
            "do not meet" => Begin().Pair("blk.0.attn_q.weight", [64, 4], [5, 32]),
            _ => Begin().Tensor("t.lora_a", F32, [64], 256).Tensor("t.lora_b", F32, [4, 32], 512),
        };
        var refused = Assert.Throws<RefusedException>(() => GgufSummary.Of(Read(adapter)));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("which the model does not have")]
    [InlineData("the tensor has 64 x 32")]
    [InlineData("the shape 64 x 33")]
    [InlineData("the shape 64 x 32 x 2")]
    [InlineData("which is the model's output too")]
    [InlineData("architecture gemma")]
    [InlineData("type NVFP4")]
    public void What_is_made_for_another_model_is_refused(string reason)
    {
        var (adapter, model) = reason switch
        {
            "which the model does not have" => (Begin().Pair("blk.9.attn_q.weight", [64, 4], [4, 32]), Model()),
            "the tensor has 64 x 32" => (Begin().Pair("blk.0.attn_q.weight", [65, 4], [4, 32]), Model()),
            "the shape 64 x 33" => (Begin().Pair("blk.0.attn_q.weight", [64, 4], [4, 33]), Model()),
            "the shape 64 x 32 x 2" => (Begin().Pair("blk.0.attn_q.weight", [64, 4, 2], [4, 32, 2]), Model()),
            "which is the model's output too" => (Begin().Pair("token_embd.weight", [4, 100], [4, 64]), Model()),
            "architecture gemma" => (Begin("gemma").Pair("blk.0.attn_q.weight", [64, 4], [4, 32]), Model()),
            _ => (Adapter(), Model().Tensor("blk.0.ffn_up.weight", NvFp4, [64, 1], 36)),
        };
        var refused = Assert.Throws<RequestException>(() => GgufAdapterFit.Check(Read(adapter), [Read(model)]));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("trained for this model", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_adapters_are_refused_and_nothing_else_happens()
    {
        var model = Read(Model());
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var builder = Begin(random.Next(9) == 0 ? "x" : "llama");
            for (var tensors = random.Next(4); tensors > 0; tensors--)
            {
                var name = new[] { "blk.0.attn_q.weight", "token_embd.weight", "x", "" }[random.Next(4)] + new[] { ".lora_a", ".lora_b", ".lora_a.lora_b", "" }[random.Next(4)];
                builder.Tensor(name, new[] { F32, F16, Q8, I32 }[random.Next(4)], [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (ulong)new[] { 0, 1, 4, 32, 64 }[random.Next(5)])], 64);
            }
            try
            {
                var adapter = Read(builder);
                GgufSummary.Of(adapter);
                GgufAdapterFit.Check(adapter, [model]);
            }
            catch (Exception e) when (e is RefusedException or RequestException)
            {
                Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static GgufBuilder Model() => new GgufBuilder().Text("general.architecture", "llama")
        .Matrix("token_embd.weight", 64, 100).Matrix("blk.0.attn_q.weight", 64, 32).Matrix("blk.0.attn_norm.weight", 64, 1);

    private static GgufBuilder Adapter() => Begin().Pair("blk.0.attn_q.weight", [64, 4], [4, 32]);

    private static GgufBuilder Begin(string architecture = "llama", float? alpha = 8)
    {
        var builder = new GgufBuilder().Text("general.architecture", architecture).Text("general.type", "adapter").Text("adapter.type", "lora");
        return alpha is { } real ? builder.Key("adapter.lora.alpha", 6, writer => writer.Write(real)) : builder;
    }

    private static GgufFile Read(GgufBuilder builder) => GgufReader.Read(builder.Build(), "file.gguf", CancellationToken.None);
}

/// <summary>Tensors of 32-bit floats.</summary>
internal static class FloatTensors
{
    public static GgufBuilder Matrix(this GgufBuilder builder, string name, ulong inputs, ulong outputs) =>
        builder.Tensor(name, 0, [inputs, outputs], (long)(inputs * outputs * 4));

    public static GgufBuilder Pair(this GgufBuilder builder, string name, ulong[] a, ulong[] b) => builder
        .Tensor(name + ".lora_a", 0, a, (long)(a.Aggregate((product, size) => product * size) * 4))
        .Tensor(name + ".lora_b", 0, b, (long)(b.Aggregate((product, size) => product * size) * 4));
}
