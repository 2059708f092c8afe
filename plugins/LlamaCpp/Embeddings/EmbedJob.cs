using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Requests;

namespace GoatHost.Plugins.LlamaCpp.Embeddings;

/// <summary>Texts to embed.</summary>
internal sealed class EmbedJob(EmbeddingRequest request, Embedder embedder, CancellationToken ct) : SessionJob(ct)
{
    private readonly TaskCompletionSource<EmbeddingResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<EmbeddingResult> Vectors => _done.Task;

    protected override void Run(CancellationToken ct) => _done.SetResult(embedder.Embed(request, ct));

    protected override void Fail(Exception fault)
    {
        if (fault is OperationCanceledException cancelled) _done.SetCanceled(cancelled.CancellationToken);
        else _done.SetException(fault);
    }
}
