using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Tests.Scripted;

/// <summary>A session that answers a few at once, lets some wait and sends the others away, as a loaded model does.</summary>
internal sealed class QueuedSession(int parallel, int queue) : IModelSession
{
    private readonly SemaphoreSlim _turns = new(parallel, parallel);
    private int _inside;

    public SessionLimits Limits { get; } = new() { ContextTokens = 256, Engine = "queue", Parallel = parallel, Queue = queue };

    /// <summary>No answer is given before this ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Inside => Volatile.Read(ref _inside);

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        if (Interlocked.Increment(ref _inside) > parallel + queue)
        {
            Interlocked.Decrement(ref _inside);
            throw new BusyException($"{queue} requests wait already: try again in a moment.");
        }
        try
        {
            await _turns.WaitAsync(ct);
            try
            {
                await Gate.WaitAsync(ct);
                foreach (var delta in ScriptedSession.Words("one two three")) yield return delta;
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => throw new RequestException("No embeddings.");

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => Task.FromResult<IReadOnlyList<int>>([]);

    // Each request gives back its share; the session is the test's.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
