using GoatHost.Abstractions;

namespace GoatHost.Engine.Inference.Sessions;

/// <summary>One holder's share of a loaded model: disposing it gives the share back and leaves the model loaded.</summary>
internal sealed class LeasedSession(IModelSession session, Action giveBack) : IModelSession
{
    private int _given;

    public SessionLimits Limits => session.Limits;

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) => Held.GenerateAsync(request, ct);

    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) => Held.EmbedAsync(texts, ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(string text, CancellationToken ct) => Held.TokenizeAsync(text, ct);

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
