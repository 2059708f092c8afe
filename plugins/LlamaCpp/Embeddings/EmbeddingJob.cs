using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Texts to embed, as tokens, and the vectors so far.</summary>
internal sealed class EmbeddingJob(IReadOnlyList<int[]> texts, CancellationToken ct)
{
    private readonly TaskCompletionSource<float[][]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[][] _vectors = new float[texts.Count][];
    private int _computed;

    /// <summary>One vector for each text, in order.</summary>
    public Task<float[][]> Vectors => _done.Task;

    /// <summary>The adapters to compute with.</summary>
    public AdapterSet Adapters { get; init; } = AdapterSet.None;

    /// <summary>Texts that are not in a batch yet.</summary>
    public int Left => texts.Count - Next;

    /// <summary>The next text to put in a batch.</summary>
    public int Next { get; set; }

    public bool Cancelled => ct.IsCancellationRequested;

    public int[] Text(int index) => texts[index];

    /// <summary>Takes a text's vector.</summary>
    public void Set(int index, ReadOnlySpan<float> vector)
    {
        _vectors[index] = vector.ToArray();
        if (++_computed == _vectors.Length) _done.TrySetResult(_vectors);
    }

    public void Fail(Exception fault)
    {
        if (ct.IsCancellationRequested) _done.TrySetCanceled(ct);
        else _done.TrySetException(fault);
    }
}
