using GoatHost.Abstractions;
using GoatHost.Engine.Observability;

namespace GoatHost.Engine.Plugins.Guards;

/// <summary>A plugin's runtime behind its guard.</summary>
internal sealed class GuardedRuntime(IRuntime inner, PluginGuard guard) : GuardedCapability(inner, guard), IRuntime
{
    public bool CanRun(VerifiedModel model) => Guard.Ask($"looking at the model {model.Name}", () => inner.CanRun(model));

    public async Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct) =>
        await Guard.RunAsync($"loading {model.Name}", null, async token =>
        {
            var session = new GuardedSession(await inner.OpenAsync(model, options, progress, token), Guard);
            if (!token.IsCancellationRequested) return session;
            // Loaded after all, when nobody waits for it any more.
            await session.DisposeAsync();
            throw new OperationCanceledException(token);
        }, ct).WatchedAsync(Name, "open");

    public Task<IReadOnlyList<ComputeDevice>> ListDevicesAsync(CancellationToken ct) =>
        Guard.RunAsync("listing devices", Guard.Deadlines.Check, async token => HostCopies.Of(await inner.ListDevicesAsync(token)), ct).WatchedAsync(Name, "devices");
}

/// <summary>A plugin's loaded model behind its guard.</summary>
internal sealed class GuardedSession(IModelSession inner, PluginGuard guard) : IModelSession
{
    public SessionLimits Limits { get; } = HostCopies.Of(inner.Limits);

    public IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, CancellationToken ct) =>
        guard.StreamAsync("generating", token => inner.GenerateAsync(request, token).Select(HostCopies.Of), ct);

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) =>
        guard.RunAsync("embedding", null, async token => HostCopies.Of(await inner.EmbedAsync(request, token)), ct);

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        guard.RunAsync("ranking", null, async token => HostCopies.Of(await inner.RankAsync(request, token)), ct);

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        guard.RunAsync("splitting a text into tokens", null, async token => HostCopies.Of(await inner.TokenizeAsync(request, token)), ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        guard.RunAsync("joining tokens", null, async token => HostCopies.Of(await inner.DetokenizeAsync(tokens, token)), ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) =>
        guard.RunAsync("writing a prompt", null, token => inner.RenderAsync(request, token), ct);

    public async ValueTask DisposeAsync() => await guard.QuietlyAsync("unloading a model", () => inner.DisposeAsync().AsTask());
}
