using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// Answers many requests in one context: each turn lets in who has room, computes one batch, and draws a token for each answer
/// that is due. Of one thread alone, but for <see cref="Cancel"/>.
/// </summary>
internal sealed class DecodeLoop : IDisposable
{
    private readonly LoadedModel _model;
    private readonly LlamaContext _context;
    private readonly WaitingLine _waiting;
    private readonly TimeProvider _time;
    private readonly int _parallel;
    private readonly int _contextSize;
    private readonly List<Generation> _running = [];
    private readonly KvCache _cache;
    private readonly BatchBuilder _builder;
    private readonly WidthChooser _widths;
    private readonly PromptBudget _budget;
    private readonly ThreadGovernor _threads;
    private readonly AdapterTurns _turns = new();
    private readonly Lock _gate = new();
    private readonly long _epoch;
    private readonly NextToken _next;
    private int _freePlaces;
    private IReadOnlyList<BatchPart>? _computing;
    private bool _roomChanged;
    private int _mostPrompt = int.MaxValue;

    public DecodeLoop(LoadedModel model, LlamaContext context, WaitingLine waiting, LoopOptions options, TimeProvider time)
    {
        (_model, _context, _waiting, _time) = (model, context, waiting, time);
        (_parallel, _contextSize, _epoch) = (options.Parallel, options.ContextTokens, time.GetTimestamp());
        _cache = new KvCache(context, splits: !model.IsRecurrent);
        _widths = options.Widths;
        _budget = new PromptBudget(context.Batch.Capacity);
        _builder = new BatchBuilder(context.Batch, _widths, _budget);
        _threads = new ThreadGovernor(options.Threads, time);
        _next = new NextToken(model.Vocabulary, context, _cache, options.ContextTokens);
        UpdatePlaces();
    }

    public LoopCounts Counts { get; } = new();

    /// <summary>Generations that could begin at once. From any thread, as of a moment ago.</summary>
    public int FreePlaces => Volatile.Read(ref _freePlaces);

    /// <summary>Time since the loop was made.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_epoch);

    /// <summary>Does one turn.</summary>
    /// <returns>Whether there is more to do at once.</returns>
    public bool Turn()
    {
        Sweep();
        Admit();
        if (!Fill()) return false;
        Compute();
        return true;
    }

    /// <summary>
    /// Stops a generation: it is out of the next batch, and a batch that serves nobody else is broken off. From any thread.
    /// </summary>
    public void Cancel(Generation generation)
    {
        generation.Cancel();
        lock (_gate)
        {
            if (_computing is { } parts && parts.All(part => part.Generation.Cancelled)) _context.Interrupt();
        }
    }

    /// <summary>Fails what runs.</summary>
    public void FailAll(Func<Exception> fault)
    {
        foreach (var generation in _running.ToArray()) Abandon(generation, fault());
    }

    public void Dispose() => _next.Dispose();

    private void Sweep()
    {
        foreach (var generation in _waiting.TakeCancelled())
        {
            generation.Fail(new OperationCanceledException());
            generation.Dispose();
        }
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].Cancelled) Leave(_running[i], new OperationCanceledException());
        }
    }

    private void Admit()
    {
        while (_running.Count < _parallel && _waiting.Peek() is { } generation)
        {
            if (_running.Count > 0 && !_roomChanged && generation.MustWait) return;
            if (!HasRoom(generation))
            {
                (_roomChanged, generation.MustWait) = (false, true);
                return;
            }
            _waiting.TakeFirst();
            Begin(generation);
        }
    }

    /// <summary>Whether prompt and a beginning of the answer fit beside those that run; alone, a generation always has room.</summary>
    private bool HasRoom(Generation generation)
    {
        if (_running.Count == 0) return true;
        var answer = Math.Min(generation.Request.MaxTokens ?? int.MaxValue, Math.Max(_contextSize / 16, 8));
        var there = Reuses(generation) ? _cache.Find(generation) : 0;
        // What runs needs a little as well, or it would be put off for the newcomer at once.
        return generation.Tokens.Count - there + answer + (_running.Count * 4) <= _cache.Reclaimable();
    }

    private void Begin(Generation generation)
    {
        generation.Clock.Begin(Now);
        // The same numbers come only from the same places of an empty context.
        if (_running.Count == 0 && generation.IsRepeatable) _cache.ForgetIdle();
        _cache.Assign(generation, Reuses(generation));
        if (generation.Writer.Tokens == 0) generation.CachedTokens = generation.Sequence!.Count;
        _running.Add(generation);
        UpdatePlaces();
        if (generation.Request.MaxTokens == 0) End(generation, FinishReason.Length);
    }

    private static bool Reuses(Generation generation) => generation.Request.CachePrompt && !generation.IsRepeatable;

    /// <summary>Makes room for a batch, at the cost of what is kept for later and then of the youngest, and fills it.</summary>
    private bool Fill()
    {
        while (_running.Count > 0)
        {
            var due = _running.Count(generation => !generation.IsAhead);
            if (due == 0) return false;
            if (_cache.MakeRoom(Math.Min(due, _context.Batch.Capacity)))
            {
                var pending = _running.Sum(generation => generation.Pending);
                _cache.MakeRoom(Math.Min(pending, _context.Batch.Capacity));
                return _builder.Build(_running, _cache.Free, _mostPrompt, _turns.Choose(_running, Now));
            }
            if (_running.Count == 1) End(_running[0], FinishReason.Length);
            else PutOff(_running[^1]);
        }
        return false;
    }

    private void PutOff(Generation generation)
    {
        Counts.PutOff++;
        _running.Remove(generation);
        _cache.Leave(generation);
        (_roomChanged, generation.MustWait) = (false, true);
        _waiting.Return(generation);
        UpdatePlaces();
    }

    private void Compute()
    {
        var parts = _builder.Parts;
        var start = _time.GetTimestamp();
        lock (_gate) _computing = parts;
        DecodeResult result;
        try
        {
            _context.Apply(_turns.Current);
            result = _context.Decode();
        }
        catch (GoatException e)
        {
            foreach (var part in parts) Abandon(part.Generation, e);
            return;
        }
        finally
        {
            // Nobody raises the flag while nothing is computed, so it cannot stop a later batch.
            lock (_gate)
            {
                _computing = null;
                _context.Resume();
            }
        }
        Counts.Batches++;
        switch (result)
        {
            case DecodeResult.Done:
                Learn(_time.GetElapsedTime(start));
                // A reader wakes on this core, and would wait until its time slice is over. Later tokens wait behind others anyway, and on
                // a busy machine each yield costs a slice.
                if (Finish(parts)) Thread.Yield();
                break;
            case DecodeResult.Interrupted:
                foreach (var part in parts) TakeBack(part.Generation);
                break;
            default:
                GiveWay(parts);
                break;
        }
    }

    /// <summary>
    /// The context had no place for a batch although there are free cells: a model may hold its tokens in a way of its own.
    /// </summary>
    private void GiveWay(IReadOnlyList<BatchPart> parts)
    {
        _cache.ForgetIdle();
        if (_builder.PromptTokens > 1) _mostPrompt = Math.Max(_builder.PromptTokens / 2, 1);
        else if (_running.Count > 1) PutOff(_running[^1]);
        else End(parts[0].Generation, FinishReason.Length);
    }

    private void Learn(TimeSpan taken)
    {
        _mostPrompt = int.MaxValue;
        if (_builder.PromptTokens > 0)
        {
            _budget.Observe(_builder.PromptTokens, taken);
            return;
        }
        if (_threads.IsFull) _widths.Observe(_builder.Width, taken);
        if (_threads.Observe(taken, _widths.Usual(_builder.Width))) _context.SetThreads(_threads.Count);
    }

    /// <returns>Whether it wrote the first token of an answer.</returns>
    private bool Finish(IReadOnlyList<BatchPart> parts)
    {
        var now = Now;
        var first = false;
        foreach (var (generation, count, output) in parts)
        {
            var sequence = generation.Sequence!;
            _cache.Append(sequence, CollectionsMarshal.AsSpan(generation.Tokens).Slice(sequence.Count, count));
            if (output < 0 || generation.Cancelled) continue;
            try
            {
                var reason = _next.Draw(generation, output, now);
                first |= generation.Writer.Tokens == 1;
                if (reason is { } known) End(generation, known);
            }
            catch (GoatException e)
            {
                Leave(generation, e);
            }
        }
        return first;
    }

    private void End(Generation generation, FinishReason reason)
    {
        Leave(generation, fault: null);
        generation.End(reason);
        generation.Dispose();
    }

    private void Leave(Generation generation, Exception? fault)
    {
        _running.Remove(generation);
        _cache.Leave(generation);
        _roomChanged = true;
        UpdatePlaces();
        if (fault is null) return;
        generation.Fail(fault);
        generation.Dispose();
    }

    /// <summary>Nobody knows how much of it is in the context: who still wants it waits for another try.</summary>
    private void TakeBack(Generation generation)
    {
        _cache.Abandon(generation);
        if (!generation.Cancelled) PutOff(generation);
    }

    private void Abandon(Generation generation, Exception fault)
    {
        _cache.Abandon(generation);
        Leave(generation, fault);
    }

    private void UpdatePlaces() => Volatile.Write(ref _freePlaces, _parallel - _running.Count);
}
