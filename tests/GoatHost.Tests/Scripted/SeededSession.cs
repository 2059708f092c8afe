using System.Globalization;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Tests.Scripted;

/// <summary>A session that answers with its seed, and finds that the likelier the greater it is.</summary>
internal sealed class SeededSession : IModelSession
{
    public SessionLimits Limits { get; } = new() { ContextTokens = 256, Engine = "seed", Parallel = 4 };

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        var seed = request.Sampling.Seed ?? 0;
        var text = seed.ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<TokenInfo> tokens = request.LogProbabilities is null ? [] : [new TokenInfo(0, text, seed - 100f, [])];
        yield return new Delta { Text = text, Tokens = tokens, End = new GenerationEnd(FinishReason.Stop, 5, 2, TimeSpan.Zero, TimeSpan.Zero) };
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => throw new RequestException("No embeddings.");

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => Task.FromResult<IReadOnlyList<int>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
