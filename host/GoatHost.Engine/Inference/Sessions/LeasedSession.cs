using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>One holder's share of a loaded model: disposing it gives the share back and leaves the model loaded.</summary>
internal sealed class LeasedSession(IModelSession session, Action giveBack) : IModelSession
{
    private int _given;

    public SessionLimits Limits => session.Limits;

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) => Held.GenerateAsync(request, ct);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => Held.EmbedAsync(request, ct);

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) => Held.RankAsync(request, ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => Held.TokenizeAsync(request, ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) => Held.DetokenizeAsync(tokens, ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => Held.RenderAsync(request, ct);

    private IModelSession Held
    {
        get
        {
            ObjectDisposedException.ThrowIf(_given != 0, this);
            return session;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0) giveBack();
        return ValueTask.CompletedTask;
    }
}
