using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>
/// A session with the adapters that it was opened with. The loaded model may hold others' too, of which this session's requests feel
/// nothing.
/// </summary>
internal sealed class AdaptedSession : IModelSession
{
    private readonly IModelSession _session;
    private readonly IReadOnlyList<AdapterScale> _adapters;

    private AdaptedSession(IModelSession session, IReadOnlyList<AdapterScale> adapters)
    {
        (_session, _adapters) = (session, adapters);
        Limits = session.Limits with { Adapters = adapters };
    }

    public SessionLimits Limits { get; }

    /// <summary>A session with these adapters; itself when there are none, here or beside.</summary>
    public static IModelSession Over(IModelSession session, IReadOnlyList<AdapterScale> adapters) =>
        adapters.Count == 0 && session.Limits.Adapters.Count == 0 ? session : new AdaptedSession(session, adapters);

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) =>
        _session.GenerateAsync(request with { Adapters = Checked(request.Adapters) }, ct);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) =>
        _session.EmbedAsync(request with { Adapters = Checked(request.Adapters) }, ct);

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        _session.RankAsync(request with { Adapters = Checked(request.Adapters) }, ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => _session.TokenizeAsync(request, ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        _session.DetokenizeAsync(tokens, ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => _session.RenderAsync(request, ct);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private IReadOnlyList<AdapterScale> Checked(IReadOnlyList<AdapterScale>? asked)
    {
        if (asked is null) return _adapters;
        var stranger = asked.FirstOrDefault(one => _adapters.All(adapter => adapter.Name != one.Name));
        return stranger is null ? asked : throw new RequestException(_adapters.Count == 0
            ? $"The model has no adapter {stranger.Name}: it was loaded without any."
            : $"The model has no adapter {stranger.Name}: it has {string.Join(", ", _adapters.Select(adapter => adapter.Name))}.");
    }
}
