namespace GoatHost.Benchmarks.Inference;

/// <summary>The sizes of a Llama model, and how its weights are stored. Speed depends on these and not on the values.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Width">Of an embedding.</param>
/// <param name="Hidden">Width of the feed-forward layer.</param>
/// <param name="Layers">How many blocks.</param>
/// <param name="Heads">Heads of attention.</param>
/// <param name="KeyValueHeads">Heads of keys and values.</param>
/// <param name="Weights">The blocks that the weights are in; the embedding and the output stay <see cref="WeightBlock.Q8"/>.</param>
/// <param name="Tied">Whether the embedding is the output too.</param>
internal sealed record ModelShape(
    string Name, int Width, int Hidden, int Layers, int Heads, int KeyValueHeads, WeightBlock Weights, bool Tied)
{
    public const int Context = 4096;
    public const int Vocabulary = 32_000;

    /// <summary>110 million weights in Q8_0.</summary>
    public static ModelShape Small { get; } = new("110m-q8_0", 768, 2048, 12, 12, 12, WeightBlock.Q8, Tied: true);

    /// <summary>TinyLlama's shape in Q4_0, its output in Q8_0.</summary>
    public static ModelShape Large { get; } = new("1.1b-q4_0", 2048, 5632, 22, 32, 4, WeightBlock.Q4, Tied: false);
}

/// <summary>A block of 32 weights with one scale in half precision.</summary>
/// <param name="GgmlType"><c>enum ggml_type</c>.</param>
/// <param name="FileType"><c>enum llama_ftype</c> of a file of them.</param>
/// <param name="Bytes">Of one block, its scale included.</param>
/// <param name="Scale">That makes random bytes about as large as weights are.</param>
internal sealed record WeightBlock(uint GgmlType, uint FileType, int Bytes, float Scale)
{
    public const int Weights = 32;

    public static WeightBlock Q8 { get; } = new(8, 7, 34, 0.02f / 74);

    public static WeightBlock Q4 { get; } = new(2, 2, 18, 0.02f / 4.6f);
}
