using GoatHost.Abstractions;
using GoatHost.Engine.Verification.Gguf;

namespace GoatHost.Engine.Tests.Verification.Gguf;

public class GgufConsistencyTests
{
    private static readonly Dictionary<string, (Action<GgufBuilder> Write, string Reason)> Cases = new()
    {
        ["no layers"] = (b => b.U32("x.block_count", 0), "0 layers, not from 1 to 512"),
        ["too many layers"] = (b => b.U32("x.block_count", 513), "513 layers"),
        ["a layer beyond the last"] = (b => Layers(b, 0, 1, 2).U32("x.block_count", 2), "says that it has 2 layers, and holds blk.2.attn_q.weight"),
        ["a layer left out"] = (b => Layers(b, 0, 2).U32("x.block_count", 3), "holds no tensor blk.1"),
        ["the last layer left out"] = (b => Layers(b, 0, 1).U32("x.block_count", 3), "holds no tensor blk.2"),
        ["more layers that predict than layers"] = (b => b.U32("x.block_count", 1).U32("x.nextn_predict_layers", 2), "2 of its 1 layers"),
        ["heads that do not divide"] = (b => b.U32("x.embedding_length", 100).U32("x.attention.head_count", 3), "100 is no multiple of its 3 heads"),
        ["groups that do not divide"] = (b => b.U32("x.attention.head_count", 8).U32("x.attention.head_count_kv", 3), "8 heads are no multiple of 3"),
        ["groups of one layer that do not divide"] = (b => Numbers(b.U32("x.attention.head_count", 8), "x.attention.head_count_kv", 0, 4, 5), "8 heads are no multiple of 5"),
        ["more experts used than there are"] = (b => b.U32("x.expert_count", 4).U32("x.expert_used_count", 5), "uses 5 of its 4 experts"),
        ["experts of which none is used"] = (b => b.U32("x.expert_count", 4), "uses 0 of its 4 experts"),
        ["experts in groups that do not divide"] = (b => b.U32("x.expert_count", 4).U32("x.expert_used_count", 2).U32("x.expert_group_count", 3), "4 experts are in 3 groups"),
        ["an unknown scaling"] = (b => b.Text("x.rope.scaling.type", "e\u202e"), "\"e?\", which is no way"),
        ["tokens that are numbers"] = (b => Numbers(b, "tokenizer.ggml.tokens", 1), "no list of texts"),
        ["tokens that are one text"] = (b => b.Text("tokenizer.ggml.tokens", "a"), "no list of texts"),
        ["a token twice"] = (b => Tokens(b, "a", "b", "a"), "the text of token 2 is that of another token too"),
        ["a long token twice"] = (b => Tokens(b, new string('a', 100), new string('a', 100)), "the text of token 1"),
        ["too few scores"] = (b => Numbers(Tokens(b, "a", "b"), "tokenizer.ggml.scores", 1), "scores has 1 entries for 2 tokens"),
        ["too many types"] = (b => Numbers(Tokens(b, "a"), "tokenizer.ggml.token_type", 1, 1), "token_type has 2 entries for 1 tokens"),
        ["scores that are a number"] = (b => Tokens(b, "a").U32("tokenizer.ggml.scores", 1), "no list of numbers"),
        ["a token id beyond the last"] = (b => Tokens(b, "a", "b").U32("tokenizer.ggml.eos_token_id", 2), "eos_token_id is 2, and there are 2 tokens"),
        ["embeddings of more tokens"] = (b => Tokens(b, "a", "b").Tensor("token_embd.weight", 0, [8, 3], 96), "2 tokens and embeddings of 3"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Refuses_what_contradicts_itself(string name)
    {
        var (write, reason) = Cases[name];
        var builder = new GgufBuilder().Text("general.architecture", "x").Tensor("t", 0, [8], 32);
        write(builder);
        var refused = Assert.Throws<RefusedException>(() => Sum(builder));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("m.gguf ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; get it again, or from somewhere else.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("(byte ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepts_what_real_models_do()
    {
        // Heads of a size of their own, layers without tensors among layers that differ, layers for further tokens cut off, ids that say none.
        Sum(New().U32("x.embedding_length", 100).U32("x.attention.head_count", 3).U32("x.attention.key_length", 64));
        Sum(Layers(Numbers(New().U32("x.block_count", 3), "x.attention.head_count", 8, 0, 8), 0, 2));
        Sum(Layers(New().U32("x.block_count", 3).U32("x.nextn_predict_layers", 1), 0, 1));
        Sum(Tokens(New(), "a", "", "").U32("tokenizer.ggml.bos_token_id", uint.MaxValue).U32("tokenizer.ggml.padding_token_id", 3));
        Sum(New().U32("x.expert_count", 8).U32("x.expert_used_count", 2).U32("x.expert_group_count", 4).U32("x.expert_group_used_count", 2));
        Sum(New().U32("x.block_count", 2).Tensor("enc.blk.0.w", 0, [8], 32).Tensor("blk.x", 0, [8], 32));
        Sum(new GgufBuilder().Text("general.architecture", "hunyuan-dense").U32("hunyuan-dense.expert_used_count", 1));
    }

    private static GgufBuilder New() => new GgufBuilder().Text("general.architecture", "x");

    private static ModelSummary Sum(GgufBuilder builder) => GgufSummary.Of(GgufReader.Read(builder.Build(), "m.gguf", default));

    private static GgufBuilder Layers(GgufBuilder builder, params int[] layers)
    {
        foreach (var layer in layers) builder.Tensor($"blk.{layer}.attn_q.weight", 0, [8], 32);
        return builder;
    }

    private static GgufBuilder Numbers(GgufBuilder builder, string key, params int[] numbers) =>
        builder.Array(key, 5, (ulong)numbers.Length, writer => Array.ForEach(numbers, writer.Write));

    private static GgufBuilder Tokens(GgufBuilder builder, params string[] tokens) =>
        builder.Array("tokenizer.ggml.tokens", 8, (ulong)tokens.Length, writer => Array.ForEach(tokens, token => GgufBuilder.WriteText(writer, token)));
}
