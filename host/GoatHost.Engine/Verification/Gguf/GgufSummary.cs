using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Sums up checked headers for people and for the memory verdict.</summary>
public static class GgufSummary
{
    /// <summary>What a file says about itself.</summary>
    /// <exception cref="RefusedException">A value that every model has is missing or makes no sense.</exception>
    public static ModelSummary Of(GgufFile file) => Of([file]);

    /// <summary>What a set of shards, in order, says about itself: the metadata is the first one's, the tensors are all of theirs.</summary>
    /// <inheritdoc cref="Of(GgufFile)"/>
    public static ModelSummary Of(IReadOnlyList<GgufFile> shards)
    {
        var file = shards[0];
        var architecture = Architecture(file);
        // An adapter says nothing of layers or heads: those are its model's.
        var adapter = GgufAdapter.Is(file) ? GgufAdapter.Lora : null;
        if (adapter is null) GgufConsistency.Check(shards, architecture);
        else GgufAdapter.Check(shards);
        var heads = PerLayer(file, $"{architecture}.attention.head_count");
        var keyValueHeads = $"{architecture}.attention.head_count_kv";
        return new ModelSummary
        {
            Architecture = architecture,
            Parameters = Total(shards, tensor => tensor.Elements),
            Quantization = GgufFileTypes.NameOf(file.Whole("general.file_type"), ElementsByType(shards)),
            ContextLength = Small(file, $"{architecture}.context_length"),
            EmbeddingLength = Small(file, $"{architecture}.embedding_length"),
            Layers = Small(file, $"{architecture}.block_count"),
            Heads = heads,
            KeyValueHeads = file.Metadata.ContainsKey(keyValueHeads) ? PerLayer(file, keyValueHeads) : heads,
            Tokenizer = file.Text("tokenizer.ggml.model"),
            VocabularySize = VocabularySize(file, architecture),
            ChatTemplate = file.Text("tokenizer.chat_template"),
            Name = file.Text("general.name"),
            License = file.Text("general.license"),
            WeightBytes = Total(shards, tensor => tensor.Size),
            Adapter = adapter,
        };
    }

    /// <summary>Bytes of key and value cache (f16) for each token of context, layer by layer; 0 when the file does not say enough.</summary>
    public static long KeyValueBytesPerToken(GgufFile file)
    {
        var summary = Of(file);
        if (summary is not { Layers: > 0, Heads: > 0 }) return 0;
        var headSize = summary.EmbeddingLength / summary.Heads;
        var key = file.Whole($"{summary.Architecture}.attention.key_length") ?? headSize;
        var value = file.Whole($"{summary.Architecture}.attention.value_length") ?? headSize;
        var perLayer = file.Metadata.GetValueOrDefault($"{summary.Architecture}.attention.head_count_kv")?.Integers;
        var heads = perLayer is null ? (Int128)summary.Layers * summary.KeyValueHeads : Sum(perLayer);
        return (long)Int128.Clamp(heads * ((Int128)key + value) * sizeof(short), 0, long.MaxValue);
    }

    private static string Architecture(GgufFile file)
    {
        if (file.Text("general.architecture") is not { Length: > 0 and <= 64 } text)
            throw new RefusedException($"{ShownText.Of(file.Name)} does not name its architecture (general.architecture), so nothing can run it.");
        return text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw new RefusedException($"{ShownText.Of(file.Name)} names an architecture that cannot be one: {ShownText.Of(text)}.");
    }

    private static int Small(GgufFile file, string key) => Small(file, key, file.Whole(key) ?? 0);

    private static int PerLayer(GgufFile file, string key) =>
        Small(file, key, file.Metadata.GetValueOrDefault(key) is { Integers: { Count: > 0 } values } ? values.Max() : file.Whole(key) ?? 0);

    private static int Small(GgufFile file, string key, long value) => value is >= 0 and <= int.MaxValue
        ? (int)value
        : throw new RefusedException(
            $"{ShownText.Of(file.Name)} gives {value} for {key} (byte {file.Metadata[key].Offset}), which makes no sense; get it again, or from somewhere else.");

    private static int VocabularySize(GgufFile file, string architecture) =>
        file.Metadata.GetValueOrDefault("tokenizer.ggml.tokens") is { Type: GgufValueType.Array } tokens
            ? (int)tokens.Count
            : Small(file, $"{architecture}.vocab_size");

    private static Dictionary<string, long> ElementsByType(IReadOnlyList<GgufFile> shards) => shards
        .SelectMany(file => file.Tensors)
        .GroupBy(tensor => tensor.Type.Name, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (long)Int128.Min(long.MaxValue, Sum(group.Select(tensor => tensor.Elements))), StringComparer.Ordinal);

    private static long Total(IReadOnlyList<GgufFile> shards, Func<GgufTensor, long> of) =>
        (long)Int128.Min(long.MaxValue, Sum(shards.SelectMany(file => file.Tensors).Select(of)));

    private static Int128 Sum(IEnumerable<long> values) => values.Aggregate(Int128.Zero, (sum, value) => sum + value);
}
