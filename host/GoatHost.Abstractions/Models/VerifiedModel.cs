namespace GoatHost.Abstractions;

/// <summary>A model whose every byte matched its digest and whose structure was checked. Only the host can make one.</summary>
public sealed class VerifiedModel
{
    internal VerifiedModel(string name, string format, IReadOnlyList<VerifiedFile> files, ModelSummary summary) =>
        (Name, Format, Files, Summary) = (name, format, files, summary);

    /// <summary>Catalog name with its quantization: <c>goat-tiny-kjv:Q8_0</c>.</summary>
    public string Name { get; }

    /// <summary>The kind of file: <c>gguf</c>.</summary>
    public string Format { get; }

    /// <summary>The files, shards in order; the first is the one to open.</summary>
    public IReadOnlyList<VerifiedFile> Files { get; }

    /// <summary>What the files say about themselves.</summary>
    public ModelSummary Summary { get; }

    /// <summary>
    /// LoRA adapters to load beside it, each verified and found to fit its tensors; requests name them by their <see cref="Name"/>.
    /// </summary>
    public IReadOnlyList<VerifiedModel> Adapters { get; private init; } = [];

    internal VerifiedModel With(IReadOnlyList<VerifiedModel> adapters) => new(Name, Format, Files, Summary) { Adapters = adapters };
}

/// <summary>A file that was hashed and is unchanged since.</summary>
/// <param name="Path">Its relative name in the model.</param>
/// <param name="FullPath">Where it is on this machine. Read it, never write it.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
public sealed record VerifiedFile(string Path, string FullPath, long Size, string Sha256);

/// <summary>What a model file says about itself, read by the host's bounded reader.</summary>
public sealed record ModelSummary
{
    /// <summary>As in <c>llama</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of weights in all tensors.</summary>
    public required long Parameters { get; init; }

    /// <summary>As in <c>Q8_0</c>: the type of most of the weights.</summary>
    public required string Quantization { get; init; }

    /// <summary>The context it was trained for, in tokens; 0 when it does not say.</summary>
    public int ContextLength { get; init; }

    /// <summary>Width of an embedding; 0 when it does not say.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>Number of layers; 0 when it does not say.</summary>
    public int Layers { get; init; }

    /// <summary>Heads of attention; 0 when it does not say.</summary>
    public int Heads { get; init; }

    /// <summary>Heads of keys and values; equal to <see cref="Heads"/> without grouped attention.</summary>
    public int KeyValueHeads { get; init; }

    /// <summary>Tokenizer model: <c>llama</c>, <c>gpt2</c>, ….</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Number of tokens in the vocabulary; 0 when there is none.</summary>
    public int VocabularySize { get; init; }

    /// <summary>The model's own chat template (Jinja), if it has one.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The name inside the file.</summary>
    public string? Name { get; init; }

    /// <summary>The licence inside the file.</summary>
    public string? License { get; init; }

    /// <summary>Bytes of all tensors.</summary>
    public long WeightBytes { get; init; }

    /// <summary>Set when it is no model but an adapter for one: <c>lora</c>.</summary>
    public string? Adapter { get; init; }
}
