using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Embeddings;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>A loaded model and the thread that works for it: requests wait in line, since its context holds one conversation at a time.</summary>
internal sealed class LlamaSession : IModelSession
{
    private readonly LoadedModel _model;
    private readonly LlamaContext _context;
    private readonly ContextMemory _memory;
    private readonly Embedder _embedder;
    private readonly JobQueue _queue;
    private readonly TimeProvider _time;
    private int _disposed;

    /// <summary>Takes over the model and the context.</summary>
    public LlamaSession(LoadedModel model, LlamaContext context, int threads, SessionLimits limits, TimeProvider time)
    {
        (_model, _context, Limits, _time) = (model, context, limits, time);
        _memory = new ContextMemory(context);
        _embedder = new Embedder(model, threads, limits.ContextTokens);
        _queue = new JobQueue("llama.cpp");
    }

    public SessionLimits Limits { get; }

    internal Vocabulary Vocabulary => _model.Vocabulary;

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        RequestCheck.Throw(request);
        if (!_model.Generates(_context)) throw new RequestException("This model embeds texts and writes none: take another to generate with.");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var job = new GenerateJob(request, _model, _context, _memory, _time, leaving.Token);
        _queue.Add(job);
        try
        {
            await foreach (var delta in job.Deltas.ReadAllAsync(ct)) yield return delta;
        }
        finally
        {
            // Whoever stops reading stops the work.
            await leaving.CancelAsync();
        }
    }

    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct)
    {
        if (request.Inputs.Count == 0) return new EmbeddingResult([], 0);
        var job = new EmbedJob(request, _embedder, ct);
        _queue.Add(job);
        return await job.Vectors;
    }

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        Task.Run<IReadOnlyList<int>>(() => _model.Ask(words => words.Tokenize(request.Text, request.AddMarks, request.ReadMarks)), ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        Task.Run<IReadOnlyList<ReadOnlyMemory<byte>>>(() => _model.Ask(words => tokens.Select(words.Bytes).ToList()), ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _queue.DisposeAsync();
        _embedder.Dispose();
        _context.Dispose();
        _model.Dispose();
    }
}
