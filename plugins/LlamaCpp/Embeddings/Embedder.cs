using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Embeds texts in a context of its own, made for the first: pooled as the model says, else by the mean. For one thread at a time.</summary>
internal sealed class Embedder(LoadedModel model, int threads, int contextTokens) : IDisposable
{
    /// <summary>A text is pooled in one batch, and the buffers of a batch grow with it.</summary>
    private const int MostTokens = 2048;

    private LlamaContext? _context;

    /// <summary>Embeds texts one after another.</summary>
    public EmbeddingResult Embed(EmbeddingRequest request, CancellationToken ct)
    {
        var vectors = new List<ReadOnlyMemory<float>>(request.Inputs.Count);
        var tokens = 0;
        foreach (var input in request.Inputs)
        {
            var (vector, used) = Embed(input, request.Truncate, ct);
            vectors.Add(request.Normalize ? Normalize(vector) : vector);
            tokens += used;
        }
        return new EmbeddingResult(vectors, tokens);
    }

    private (float[] Vector, int Tokens) Embed(EmbeddingInput input, bool truncate, CancellationToken ct)
    {
        var context = _context ??= Open();
        var tokens = input.Tokens is { } given ? [.. given] : model.Vocabulary.Tokenize(input.Text ?? "", marks: true);
        if (tokens.Length > context.Size)
        {
            tokens = truncate
                ? tokens[..context.Size]
                : throw new ContextExceededException(
                    $"The text has {tokens.Length} tokens, and at most {context.Size} can be embedded at once: split it.", tokens.Length, context.Size);
        }
        context.Clear();
        if (model.Encodes) context.Encode(tokens, ct);
        else context.Decode(tokens, ct);
        return (context.Embedding(model.EmbeddingLength).ToArray(), tokens.Length);
    }

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
        var pooling = context.Pooling;
        if (pooling is not (Pooling.None or Pooling.Rank)) return context;
        context.Dispose();
        return pooling == Pooling.None
            ? Create(Pooling.Mean)
            : throw new RequestException("This model scores texts against each other and embeds none: take a model made for embeddings.");
    }

    private LlamaContext Create(Pooling pooling)
    {
        var size = Math.Min(contextTokens, MostTokens);
        return LlamaContext.Create(model.Handle, model.Vocabulary.Size, size, batchSize: size, threads, pooling);
    }
}
