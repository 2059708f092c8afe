using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>A runtime in the test's hands: it notes what it loads, and holds a load or an answer until the test lets it go on.</summary>
internal sealed class ScriptedRuntime : IRuntime
{
    public string Name => "scripted";

    /// <summary>Every model that was loaded, in order.</summary>
    public ConcurrentQueue<ScriptedLoad> Loads { get; } = [];

    /// <summary>Held until this ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The context of a session for which none was asked.</summary>
    public int UsualContext { get; init; } = 4096;

    /// <summary>More context is not given.</summary>
    public int MostContext { get; init; } = 1 << 20;

    public bool CanRun(VerifiedModel model) => true;

    public async Task<IModelSession> OpenAsync(VerifiedModel model, SessionOptions options, IProgress<double>? progress, CancellationToken ct)
    {
        var load = new ScriptedLoad(model, options, Math.Min(options.ContextTokens ?? UsualContext, MostContext));
        Loads.Enqueue(load);
        await Gate.WaitAsync(ct);
        return load;
    }
}

/// <summary>A model that was loaded.</summary>
internal sealed class ScriptedLoad(VerifiedModel model, SessionOptions options, int context) : IModelSession
{
    private readonly TaskCompletionSource _unloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Model => model.Name;
    public IEnumerable<string> Adapters => model.Adapters.Select(adapter => adapter.Name);
    public ConcurrentQueue<GenerationRequest> Requests { get; } = [];
    public SessionOptions Options => options;
    public SessionLimits Limits { get; } = new() { ContextTokens = context, Engine = "script", Parallel = 4, Queue = 64, Layers = 8, Adapters = [.. model.Adapters.Select(adapter => new AdapterScale(adapter.Name, 0))] };
    public Task Unloaded => _unloaded.Task;

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        Requests.Enqueue(request);
        await Task.Yield();
        ObjectDisposedException.ThrowIf(_unloaded.Task.IsCompleted, this);
        yield return new Delta { End = new GenerationEnd(FinishReason.Stop, 1, 1, TimeSpan.Zero, TimeSpan.Zero) };
    }

    public Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        _unloaded.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
