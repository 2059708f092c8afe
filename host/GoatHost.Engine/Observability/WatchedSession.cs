using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Observability;

/// <summary>A loaded model whose answers are counted and timed. What is asked and answered passes through unread.</summary>
internal sealed class WatchedSession(IModelSession session, string model) : IModelSession
{
    public SessionLimits Limits => session.Limits;

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var watch = new SessionRequest(model);
        await using var deltas = session.GenerateAsync(request, ct).GetAsyncEnumerator(ct);
        while (await NextAsync(deltas, watch))
        {
            watch.Hear(deltas.Current);
            yield return deltas.Current;
        }
        watch.Done();
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => session.EmbedAsync(request, ct);

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) => session.RankAsync(request, ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => session.TokenizeAsync(request, ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) => session.DetokenizeAsync(tokens, ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => session.RenderAsync(request, ct);

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Delta> deltas, SessionRequest watch)
    {
        try
        {
            return await deltas.MoveNextAsync();
        }
        catch (Exception e)
        {
            watch.Failed(e);
            throw;
        }
    }
}
