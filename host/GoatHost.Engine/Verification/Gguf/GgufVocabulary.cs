namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Checks that everything said of tokens is said of the same number of them.</summary>
internal static class GgufVocabulary
{
    private const string Tokens = GgufTokens.Key;

    // What converters write for "none".
    private const long None = uint.MaxValue;

    // Padding is left out: models are about whose padding lies beyond the vocabulary, and llama.cpp goes without it.
    private static readonly string[] Special = ["bos", "eos", "eot", "eom", "unknown"];

    public static void Check(GgufConsistency header, IReadOnlyList<GgufFile> shards)
    {
        if (header.Value(Tokens) is not { } tokens) return;
        if (tokens is not { Type: GgufValueType.Array, ElementType: GgufValueType.Text }) throw header.Refuse(Tokens, $"{Tokens} is no list of texts");
        foreach (var key in new[] { "tokenizer.ggml.scores", "tokenizer.ggml.token_type" })
        {
            if (header.Value(key) is not { } about) continue;
            if (about.Type != GgufValueType.Array || about.ElementType is not (GgufValueType.F32 or GgufValueType.I32))
                throw header.Refuse(key, $"{key} is no list of numbers");
            if (about.Count != tokens.Count) throw header.Refuse(key, $"{key} has {about.Count} entries for {tokens.Count} tokens");
        }
        foreach (var name in Special)
        {
            var key = $"tokenizer.ggml.{name}_token_id";
            if (header.Value(key)?.Whole is { } id && id is not (-1 or None) && (id < 0 || id >= tokens.Count))
                throw header.Refuse(key, $"{key} is {id}, and there are {tokens.Count} tokens");
        }
        var embeddings = shards.SelectMany(shard => shard.Tensors).FirstOrDefault(tensor => tensor.Name == "token_embd.weight");
        if (embeddings is { Dimensions: [_, var rows, ..] } && rows != tokens.Count)
            throw header.Refuse(Tokens, $"it has {tokens.Count} tokens and embeddings of {rows}");
    }
}
