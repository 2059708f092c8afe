using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Embeddings;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Requests;
using GoatHost.Plugins.LlamaCpp.Sampling;
using GoatHost.Plugins.LlamaCpp.Scheduling;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp;

/// <summary>
/// A loaded model. Requests are checked and made ready on the caller's threads, and computed together on the scheduler's.
/// </summary>
internal sealed class LlamaSession : IModelSession
{
    private const int MostNotices = 100;

    private readonly LoadedModel _model;
    private readonly LlamaContext _context;
    private readonly Embedder _embedder;
    private readonly TextTokens _texts;
    private readonly ChatWriter _chats;
    private readonly PromptMaker _prompts;
    private readonly Scheduler _scheduler;
    private readonly ConcurrentDictionary<string, bool> _noticed = [];
    private int _disposed;

    /// <summary>Takes over the model and the context.</summary>
    public LlamaSession(
        LoadedModel model, LlamaContext context, ChatWriter chats, SessionLimits limits, LoopOptions options, TimeProvider time)
    {
        (_model, _context, _chats, Limits) = (model, context, chats, limits);
        _embedder = new Embedder(model, options.Threads, limits.ContextTokens, limits.Ranks);
        _texts = new TextTokens(model, _embedder.Size);
        _prompts = new PromptMaker(model.Vocabulary, chats, limits.ContextTokens);
        _scheduler = new Scheduler(model, context, _embedder, limits.Queue, options, time);
    }

    public SessionLimits Limits { get; }

    /// <summary>What is done when the session has ended.</summary>
    public Action? Ended { get; init; }

    /// <summary>Told what of a request is not kept to, each thing once.</summary>
    public Action<string>? Noticed { get; init; }

    internal Vocabulary Vocabulary => _model.Vocabulary;

    internal LoopCounts Counts => _scheduler.Counts;

    public async IAsyncEnumerable<Delta> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        RequestCheck.Throw(request);
        if (!Limits.Generates) throw new RequestException(
            "This model embeds texts or scores them, and writes none: take another to generate with.");
        if (request.ShiftContext && !_context.CanShift)
        {
            throw new RequestException("This model cannot forget a part of its context and go on: leave out the wish to shift it.");
        }
        // Splitting a long prompt and reading a grammar take a while, and the caller has other things to do.
        var generation = await Task.Run(() => Prepare(request, ct), ct);
        try
        {
            _scheduler.Add(generation);
        }
        catch
        {
            generation.Dispose();
            throw;
        }
        // Whoever stops reading stops the work.
        using var leaving = ct.UnsafeRegister(_ => _scheduler.Cancel(generation), null);
        try
        {
            while (await generation.Deltas.WaitToReadAsync(ct))
            {
                var read = 0;
                for (; generation.Deltas.TryRead(out var delta); read++) yield return delta;
                // The loop may have passed over this answer, and may wait for its reader.
                if (read >= Generation.FarBehind) _scheduler.Wake();
            }
        }
        finally
        {
            _scheduler.Cancel(generation);
        }
    }

    public async Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken ct)
    {
        if (!Limits.Embeds) throw new RequestException(
            "This model scores texts against each other and embeds none: take a model made for embeddings.");
        if (request.Inputs.Count == 0) return new EmbeddingResult([], 0);
        var texts = await Task.Run(() => _texts.Of(request, ct), ct);
        var vectors = await ComputeAsync(texts, request.Adapters, ct);
        var scaled = vectors.Select(vector => (ReadOnlyMemory<float>)(request.Normalize ? Embedder.Normalize(vector) : vector));
        return new EmbeddingResult([.. scaled], texts.Sum(text => text.Length));
    }

    public async Task<RankResult> RankAsync(RankRequest request, CancellationToken ct)
    {
        if (!Limits.Ranks) throw new RequestException("This model ranks no texts: take one made for reranking.");
        if (request.Documents.Count == 0) return new RankResult([], 0);
        var pairs = await Task.Run(() => _texts.Of(request, ct), ct);
        var scores = await ComputeAsync(pairs, request.Adapters, ct);
        return new RankResult([.. scores.Select(score => score[0])], pairs.Sum(pair => pair.Length));
    }

    public Task<IReadOnlyList<int>> TokenizeAsync(TokenizeRequest request, CancellationToken ct) =>
        Task.Run<IReadOnlyList<int>>(() => _model.Ask(words => words.Tokenize(request.Text, request.AddMarks, request.ReadMarks)), ct);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> DetokenizeAsync(IReadOnlyList<int> tokens, CancellationToken ct) =>
        Task.Run<IReadOnlyList<ReadOnlyMemory<byte>>>(() => _model.Ask(words => tokens.Select(words.Bytes).ToList()), ct);

    public Task<string> RenderAsync(GenerationRequest request, CancellationToken ct) => request.Messages is { Count: > 0 } messages
        ? Task.Run(() => _model.Ask(_ => _chats.Write(request, messages, ct).Text), ct)
        : Task.FromException<string>(new RequestException("The request has no messages to write as a prompt."));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _scheduler.DisposeAsync();
        _embedder.Dispose();
        _context.Dispose();
        _model.Dispose();
        Ended?.Invoke();
    }

    private Generation Prepare(GenerationRequest request, CancellationToken ct)
    {
        try
        {
            return _model.Ask(vocabulary => Prepare(request, vocabulary, ct));
        }
        catch (ObjectDisposedException)
        {
            throw WaitingLine.Unloading();
        }
    }

    private Generation Prepare(GenerationRequest request, Vocabulary vocabulary, CancellationToken ct)
    {
        var adapters = _model.Adapters.Choose(request.Adapters);
        var prompt = _prompts.Make(request, ct);
        var shape = AnswerShape.Of(request, _chats, prompt);
        foreach (var notice in shape.Grammar?.Notices ?? []) Notice(notice);
        var sampler = new TokenSampler(request, shape.Grammar, vocabulary, Limits.ContextTokens);
        sampler.Remember(prompt.Tokens);
        return new Generation(request, prompt, sampler, deltas => new AnswerWriter(request, vocabulary, shape.Parser, deltas)) { Adapters = adapters };
    }

    // An agent sends the same tools with every turn.
    private void Notice(string notice)
    {
        if (_noticed.Count < MostNotices && _noticed.TryAdd(notice, true)) Noticed?.Invoke(notice);
    }

    private async Task<float[][]> ComputeAsync(IReadOnlyList<int[]> texts, IReadOnlyList<AdapterScale>? adapters, CancellationToken ct)
    {
        var job = new EmbeddingJob(texts, ct) { Adapters = _model.Adapters.Choose(adapters) };
        _scheduler.Add(job);
        using var leaving = ct.UnsafeRegister(_ => _scheduler.CancelEmbeddings(), null);
        return await job.Vectors;
    }
}
