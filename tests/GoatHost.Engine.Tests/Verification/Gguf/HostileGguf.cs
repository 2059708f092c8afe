namespace GoatHost.Engine.Tests.Verification.Gguf;

/// <summary>Makes files that are GGUF in their structure and lie in one field or several: counts, lengths, types, sizes, offsets, names.</summary>
internal sealed class HostileGguf(Random random)
{
    private static readonly ulong[] Edges =
    [
        0, 1, 2, 3, 4, 7, 8, 31, 32, 33, 63, 64, 255, 256, 512, 513, 1 << 16, (1 << 17) + 1, 1 << 20, 1 << 24, (1 << 24) + 1, int.MaxValue, 1UL << 31,
        uint.MaxValue, 1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue - 7, ulong.MaxValue,
    ];

    private static readonly string[] Keys =
    [
        "general.alignment", "general.name", "general.file_type", "general.license", "tokenizer.ggml.model", "tokenizer.ggml.tokens",
        "tokenizer.ggml.scores", "tokenizer.ggml.token_type", "tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id",
        "split.no", "split.count", "split.tensors.count", "x.block_count", "x.embedding_length", "x.context_length", "x.vocab_size",
        "x.attention.head_count", "x.attention.head_count_kv", "x.attention.key_length", "x.attention.value_length", "x.expert_count",
        "x.expert_used_count", "x.expert_group_count", "x.nextn_predict_layers", "x.rope.scaling.type", "k\u202e", "", "\u0001", "long.key.of.no.meaning",
    ];

    private static readonly string[] Tensors = ["token_embd.weight", "blk.0.attn_q.weight", "blk.1.attn_q.weight", "blk.99999999999.w", "blk..w", "", "t", new('t', 64)];

    public byte[] Next()
    {
        var builder = new GgufBuilder { Version = Seldom() ? (uint)Edge() : (uint)random.Next(2, 4) };
        if (Seldom()) builder.ClaimedKeys = Edge();
        if (Seldom()) builder.ClaimedTensors = Edge();
        if (!Seldom()) builder.Text("general.architecture", "x");
        for (var keys = random.Next(8); keys > 0; keys--) AddKey(builder);
        for (var tensors = random.Next(5); tensors > 0; tensors--) AddTensor(builder);
        var bytes = builder.Build();
        for (var flips = Seldom() ? random.Next(1, 4) : 0; flips > 0; flips--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return Seldom() ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }

    private void AddKey(GgufBuilder builder)
    {
        var key = Keys[random.Next(Keys.Length)];
        switch (random.Next(6))
        {
            case 0: builder.Text(key, Keys[random.Next(Keys.Length)]); break;
            case 1: builder.Key(key, Seldom() ? (uint)Edge() : (uint)random.Next(14), writer => writer.Write(Edge())); break;
            case 2: builder.Array(key, (uint)random.Next(14), Seldom() ? Edge() : 2, writer => writer.Write(new byte[random.Next(40)])); break;
            case 3: builder.Array(key, 8, Seldom() ? Edge() : 2, writer => { GgufBuilder.WriteText(writer, "a"); writer.Write(Seldom() ? Edge() : 0); }); break;
            case 4: builder.Key(key, 8, writer => { writer.Write(Edge()); writer.Write(new byte[random.Next(20)]); }); break;
            default: builder.U32(key, (uint)Edge()); break;
        }
    }

    private void AddTensor(GgufBuilder builder)
    {
        var dimensions = new ulong[Seldom() ? random.Next(7) : random.Next(1, 4)];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = Seldom() ? Edge() : (ulong)(i == 0 ? 32 : random.Next(1, 4));
        var type = Seldom() ? (uint)Edge() : (uint)random.Next(44);
        builder.Tensor(Tensors[random.Next(Tensors.Length)], type, dimensions, random.Next(4) * 32, Seldom() ? Edge() : null);
    }

    private bool Seldom() => random.Next(6) == 0;

    private ulong Edge() => Edges[random.Next(Edges.Length)];
}
