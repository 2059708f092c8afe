using GoatHost.Plugins.LlamaCpp.Requests;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Texts to embed.</summary>
internal sealed class EmbedJob(IReadOnlyList<string> texts, Embedder embedder, CancellationToken ct) : SessionJob(ct)
{
    private readonly TaskCompletionSource<IReadOnlyList<ReadOnlyMemory<float>>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<ReadOnlyMemory<float>>> Vectors => _done.Task;

    protected override void Run(CancellationToken ct)
    {
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var text in texts) vectors.Add(embedder.Embed(text, ct));
        _done.SetResult(vectors);
    }

    protected override void Fail(Exception fault)
    {
        if (fault is OperationCanceledException cancelled) _done.SetCanceled(cancelled.CancellationToken);
        else _done.SetException(fault);
    }
}
