using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>
/// Embeds texts in a context of its own, made for the first: pooled as the model says, else by the mean. For one thread at a time.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="threads">Threads to compute with.</param>
/// <param name="contextTokens">Tokens of the model's context.</param>
/// <param name="ranks">Whether it scores pairs of texts, and embeds none.</param>
internal sealed class Embedder(LoadedModel model, int threads, int contextTokens, bool ranks) : IDisposable
{
    /// <summary>A text is pooled in one batch, and the buffers of a batch grow with it.</summary>
    private const int MostTokens = 2048;

    /// <summary>
    /// Tokens of texts that go into one batch together: enough for full speed, and few enough not to hold up answers that stream.
    /// </summary>
    private const int ShortTexts = 512;

    /// <summary>Texts in one batch.</summary>
    private const int MostTexts = 32;

    private volatile LlamaContext? _context;

    /// <summary>Takes the vector of a text, by its place among those given.</summary>
    public delegate void Receiver(int text, ReadOnlySpan<float> vector);

    /// <summary>Most tokens of a text.</summary>
    public int Size { get; } = Math.Min(contextTokens, MostTokens);

    /// <summary>Numbers in a vector.</summary>
    private int Length => ranks ? model.Scores : model.EmbeddingLength;

    /// <summary>Whether so many texts of so many tokens together make a batch.</summary>
    public bool Fits(int texts, int tokens) => texts == 1 || (texts <= MostTexts && tokens <= Math.Min(Size, ShortTexts));

    /// <summary>Computes the vectors of a batch of texts.</summary>
    public void Embed(IReadOnlyList<int[]> texts, AdapterSet adapters, Receiver receive)
    {
        var context = _context ??= Open();
        context.Apply(adapters);
        context.Clear();
        context.Batch.Clear();
        for (var sequence = 0; sequence < texts.Count; sequence++)
        {
            var tokens = texts[sequence];
            for (var i = 0; i < tokens.Length; i++) context.Batch.Add(tokens[i], i, sequence, output: true);
        }
        if ((model.Encodes ? context.Encode() : context.Decode()) != DecodeResult.Done)
        {
            throw new GoatException("The texts could not be embedded, since the computation was broken off: try again.");
        }
        for (var sequence = 0; sequence < texts.Count; sequence++) receive(sequence, context.Embedding(sequence, Length));
    }

    /// <summary>Breaks off what is computed. From any thread.</summary>
    public void Interrupt() => _context?.Interrupt();

    /// <summary>Takes an <see cref="Interrupt"/> back.</summary>
    public void Resume() => _context?.Resume();

    public void Dispose() => _context?.Dispose();

    /// <summary>Scales a vector to L2 length 1; one of length 0 stays.</summary>
    internal static float[] Normalize(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        var scale = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
        var scaled = new float[vector.Length];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = (float)(vector[i] * scale);
        return scaled;
    }

    private LlamaContext Open()
    {
        var context = Create(Pooling.Unspecified);
        if (context.Pooling != Pooling.None) return context;
        context.Dispose();
        return Create(Pooling.Mean);
    }

    private LlamaContext Create(Pooling pooling) =>
        LlamaContext.Create(model.Handle, model.Vocabulary.Size, new ContextShape(Size, Size, MostTexts, Outputs: 0), threads, pooling);
}
