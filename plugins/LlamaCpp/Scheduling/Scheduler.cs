using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Embeddings;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Scheduling;

/// <summary>
/// A loaded model's thread, and what waits for it. Computing blocks, and a context is for one thread, so all of it is done there.
/// </summary>
internal sealed class Scheduler : IAsyncDisposable
{
    /// <summary>llama.cpp's parsers call themselves: hostile grammars get a deep stack, and no more.</summary>
    private const int StackBytes = 16 << 20;

    private readonly LlamaContext _context;
    private readonly WaitingLine _waiting;
    private readonly DecodeLoop _loop;
    private readonly EmbeddingLoop _embeddings;
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;

    /// <summary>Starts the thread.</summary>
    /// <param name="model">The model.</param>
    /// <param name="context">Its context.</param>
    /// <param name="embedder">What embeds with it.</param>
    /// <param name="queue">Requests that may wait.</param>
    /// <param name="options">What the loop works with.</param>
    /// <param name="time">The clock.</param>
    public Scheduler(LoadedModel model, LlamaContext context, Embedder embedder, int queue, LoopOptions options, TimeProvider time)
    {
        _context = context;
        _waiting = new WaitingLine(queue);
        _loop = new DecodeLoop(model, context, _waiting, options, time);
        _embeddings = new EmbeddingLoop(embedder, queue);
        new Thread(Work, StackBytes) { IsBackground = true, Name = "llama.cpp" }.Start();
    }

    /// <summary>What the loop has done.</summary>
    public LoopCounts Counts => _loop.Counts;

    /// <summary>Puts a generation in line.</summary>
    public void Add(Generation generation)
    {
        if (_closing) throw WaitingLine.Unloading();
        generation.Clock.Queue(_loop.Now);
        _waiting.Add(generation, _loop.FreePlaces);
        _wake.Set();
    }

    /// <summary>Puts texts to embed in line.</summary>
    public void Add(EmbeddingJob job)
    {
        if (_closing) throw WaitingLine.Unloading();
        _embeddings.Add(job);
        _wake.Set();
    }

    /// <summary>Stops a generation.</summary>
    public void Cancel(Generation generation)
    {
        _loop.Cancel(generation);
        Wake();
    }

    /// <summary>Looks after texts that nobody wants embedded any more.</summary>
    public void CancelEmbeddings()
    {
        _embeddings.Cancel();
        Wake();
    }

    /// <summary>Tells that a reader has caught up.</summary>
    public void Wake()
    {
        if (!_closing) _wake.Set();
    }

    /// <summary>Stops what runs, fails what waits, and ends when the thread has.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _context.Interrupt();
        _embeddings.Interrupt();
        _wake.Set();
        await _ended.Task;
        // The event is left to the collector: a late reader may still set it.
        _loop.Dispose();
    }

    private void Work()
    {
        while (!_closing)
        {
            // Both get their turns: neither waits for the other to end.
            var more = Turn(_loop.Turn, _loop.FailAll) | Turn(_embeddings.Turn, _embeddings.FailAll);
            if (!more) _wake.WaitOne();
        }
        _loop.FailAll(Unloaded);
        _embeddings.Close(Unloaded);
        foreach (var generation in _waiting.Close())
        {
            generation.Fail(Unloaded());
            generation.Dispose();
        }
        _ended.SetResult();
    }

    /// <summary>Whatever goes wrong is told to those who wait for it, and the thread goes on.</summary>
    private static bool Turn(Func<bool> turn, Action<Func<Exception>> fail)
    {
        try
        {
            return turn();
        }
        catch (Exception e)
        {
            fail(() => e);
            return true;
        }
    }

    private static GoatException Unloaded() => new("The model was unloaded before the answer was done: ask again to load it.");
}
