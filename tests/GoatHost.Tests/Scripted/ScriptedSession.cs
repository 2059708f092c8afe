using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Tests.Scripted;

/// <summary>A session that answers what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedSession : IModelSession
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SessionLimits Limits { get; } = new() { ContextTokens = 256, Engine = "script" };
    public List<GenerationRequest> Requests { get; } = [];
    public IReadOnlyList<Delta> Answer { get; init; } = [];

    /// <summary>Thrown in place of the delta with this index.</summary>
    public (int At, Exception Exception)? Failure { get; init; }

    /// <summary>Goes on until it is cancelled.</summary>
    public bool Endless { get; init; }

    /// <summary>Ends when an endless answer was cancelled.</summary>
    public Task Stopped => _stopped.Task;

    public static IReadOnlyList<Delta> Words(string text, FinishReason reason = FinishReason.Stop)
    {
        var words = text.Split(' ').Select((word, at) => new Delta { Text = at == 0 ? word : ' ' + word }).ToList();
        return [.. words, new Delta { End = new GenerationEnd(reason, 7, words.Count, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) }];
    }

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        Requests.Add(request);
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
            _stopped.SetResult();
        }
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => throw new GoatException("No embeddings.");

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => Task.FromResult<IReadOnlyList<int>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
