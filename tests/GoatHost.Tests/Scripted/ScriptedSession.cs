using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Tests.Scripted;

/// <summary>A session that answers what the test says, and remembers what it was asked. Its tokens are bytes.</summary>
internal sealed class ScriptedSession : IModelSession
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<GenerationRequest> _requests = [];
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SessionLimits Limits { get; init; } = new() { ContextTokens = 256, Engine = "script" };
    public IReadOnlyList<GenerationRequest> Requests => [.. _requests];
    public ConcurrentQueue<EmbeddingRequest> Embedded { get; } = [];
    public IReadOnlyList<Delta> Answer { get; init; } = [];

    /// <summary>The vector of every text.</summary>
    public float[] Vector { get; init; } = [];

    /// <summary>The scores of ranked texts.</summary>
    public float[] Scores { get; init; } = [];

    /// <summary>Thrown in place of the delta with this index.</summary>
    public (int At, Exception Exception)? Failure { get; init; }

    /// <summary>Goes on until it is cancelled.</summary>
    public bool Endless { get; init; }

    /// <summary>Begins to answer only when the test says so.</summary>
    public bool Waits { get; init; }

    /// <summary>Ends when an endless answer was cancelled.</summary>
    public Task Stopped => _stopped.Task;

    public static IReadOnlyList<Delta> Words(string text, FinishReason reason = FinishReason.Stop)
    {
        var words = text.Split(' ').Select((word, at) => new Delta { Text = at == 0 ? word : ' ' + word }).ToList();
        return [.. words, new Delta { End = new GenerationEnd(reason, 7, words.Count, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) }];
    }

    public void Go() => _go.TrySetResult();

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        _requests.Enqueue(request);
        if (Waits) await _go.Task.WaitAsync(ct);
        for (var at = 0; at < Answer.Count; at++)
        {
            await Task.Yield();
            if (Failure?.At == at) throw Failure.Value.Exception;
            yield return Answer[at];
        }
        if (!Endless) yield break;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct)
    {
        Embedded.Enqueue(request);
        if (Vector.Length == 0) throw new RequestException("No embeddings.");
        return Task.FromResult(new EmbeddingResult([.. request.Inputs.Select(_ => new ReadOnlyMemory<float>(Vector))], 3 * request.Inputs.Count));
    }

    public Task<RankResult> RankAsync(RankRequest request, CancellationToken ct) =>
        Task.FromResult(new RankResult([.. Scores.Take(request.Documents.Count)], 9));

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<int>>([.. Encoding.UTF8.GetBytes((request.AddMarks ? "^" : "") + request.Text).Select(b => (int)b)]);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. tokens.Select(token => token < 256
            ? new ReadOnlyMemory<byte>([(byte)token])
            : throw new RequestException($"There is no token {token}."))]);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) =>
        Task.FromResult(string.Concat(request.Messages!.Select(message => $"[{message.Role}]{message.Content}")));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
