using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Samples.EchoRuntime;

/// <summary>An open "model" whose tokens are words.</summary>
internal sealed class EchoSession(int contextTokens, TimeProvider time) : IModelSession
{
    public SessionLimits Limits { get; } = new() { ContextTokens = contextTokens, Engine = "echo" };

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var words = Words(request.Prompt ?? (request.Messages is [.., var last] ? last.Content : ""));
        if (words.Length > contextTokens)
        {
            throw new ContextExceededException($"The prompt has {words.Length} tokens; the context holds {contextTokens}.", words.Length, contextTokens);
        }
        var said = Math.Min(words.Length, request.MaxTokens ?? int.MaxValue);
        var start = time.GetTimestamp();
        foreach (var word in words.Take(said))
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return new Delta { Text = word + " " };
        }
        var reason = said < words.Length ? FinishReason.Length : FinishReason.Stop;
        yield return new Delta { End = new GenerationEnd(reason, words.Length, said, TimeSpan.Zero, time.GetElapsedTime(start)) };
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) =>
        throw new RequestException("The echo runtime makes no embeddings.");

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<int>>([.. Enumerable.Range(0, Words(request.Text).Length)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
