using GoatHost.Abstractions;
using GoatHost.Engine.Store.Derived;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>A session of a derived model: the published one's, with what the derivation says where a request says nothing.</summary>
internal sealed class DerivedSession(IModelSession session, ModelChanges changes) : IModelSession
{
    public SessionLimits Limits => session.Limits;

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) =>
        session.GenerateAsync(changes.ApplyTo(request), ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => session.RenderAsync(changes.ApplyTo(request), ct);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => session.EmbedAsync(request, ct);

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) => session.RankAsync(request, ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => session.TokenizeAsync(request, ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        session.DetokenizeAsync(tokens, ct);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
