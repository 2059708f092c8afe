using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A context with one sequence in it, for one thread at a time. Every batch is checked first: llama.cpp aborts the process on a bad one.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private readonly ContextHandle _handle;
    private readonly AbortFlag _abort;
    private readonly nint _memory;
    private readonly int _vocabularySize;
    private readonly int _batchSize;

    private LlamaContext(ContextHandle handle, AbortFlag abort, int vocabularySize, int size, int batchSize)
    {
        (_handle, _abort, _vocabularySize, Size, _batchSize) = (handle, abort, vocabularySize, size, batchSize);
        _memory = LlamaApi.llama_get_memory(handle);
    }

    public ContextHandle Handle => _handle;

    /// <summary>Tokens that it can hold.</summary>
    public int Size { get; }

    /// <summary>Tokens that it holds.</summary>
    public int Used { get; private set; }

    /// <summary>Whether it remembers tokens; a model that only embeds does not.</summary>
    public bool HasMemory => _memory != 0;

    public Pooling Pooling => LlamaApi.llama_pooling_type(_handle);

    /// <summary>Makes a context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="vocabularySize">Tokens it knows.</param>
    /// <param name="size">Tokens to hold.</param>
    /// <param name="batchSize">Most tokens in one decode.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="embeddings">How to pool embeddings, or null for a context that generates.</param>
    public static LlamaContext Create(ModelHandle model, int vocabularySize, int size, int batchSize, int threads, Pooling? embeddings = null)
    {
        var parameters = LlamaApi.llama_context_default_params();
        var abort = new AbortFlag();
        batchSize = Math.Min(batchSize, size);
        parameters.ContextSize = (uint)size;
        parameters.BatchSize = parameters.MicroBatchSize = (uint)batchSize;
        parameters.MaxSequences = 1;
        // Only the last token of a batch is asked what follows; room for all would be a row of the whole vocabulary for each.
        parameters.MaxOutputs = embeddings is null ? 1u : 0;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.NoPerformance = 1;
        parameters.AbortCallback = AbortFlag.Callback;
        parameters.AbortUserData = abort.Address;
        parameters.Embeddings = embeddings is null ? (byte)0 : (byte)1;
        parameters.Pooling = embeddings ?? Pooling.Unspecified;

        NativeLog.Clear();
        var context = LlamaApi.llama_init_from_model(model, parameters);
        if (context != 0) return new LlamaContext(new ContextHandle(context, model, abort), abort, vocabularySize, size, batchSize);
        abort.Dispose();
        throw new GoatException(
            $"llama.cpp could not make a context of {size} tokens ({NativeLog.Reason()}): free some memory, or ask for a smaller context.");
    }

    public void SetThreads(int threads) => LlamaApi.llama_set_n_threads(_handle, threads, threads);

    /// <summary>Adds tokens after those it holds, and computes what may follow the last.</summary>
    /// <param name="tokens">As many as there is room for.</param>
    /// <param name="ct">Stops within a node of the graph on a CPU, else within a batch; the context is then empty.</param>
    public void Decode(ReadOnlySpan<int> tokens, CancellationToken ct)
    {
        if (tokens.Length > Size - Used)
        {
            throw new GoatException(
                $"The context holds {Size} tokens, and {Used + tokens.Length} were to go in: shorten the prompt or load the model with a larger context.");
        }
        CheckIds(tokens);
        try
        {
            for (var done = 0; done < tokens.Length; done += _batchSize)
            {
                var batch = tokens.Slice(done, Math.Min(_batchSize, tokens.Length - done));
                Compute(batch, encode: false, ct);
                Used += batch.Length;
            }
        }
        catch
        {
            Clear();
            throw;
        }
    }

    /// <summary>Runs a whole text through the model's encoder.</summary>
    public void Encode(ReadOnlySpan<int> tokens, CancellationToken ct)
    {
        if (tokens.Length > _batchSize)
        {
            throw new GoatException($"The text has {tokens.Length} tokens, and at most {_batchSize} can be embedded: shorten it.");
        }
        CheckIds(tokens);
        Compute(tokens, encode: true, ct);
    }

    /// <summary>The logits of what may follow the last token; valid until the next decode.</summary>
    public ReadOnlySpan<float> Logits() =>
        LlamaApi.llama_get_logits_ith(_handle, -1) is var logits && logits is not null && !float.IsNaN(*logits)
            ? new ReadOnlySpan<float>(logits, _vocabularySize)
            : throw new GoatException(
                "The model computes no numbers for this prompt (its weights may be damaged): run 'goat verify' on it, or take another quantization.");

    /// <summary>The pooled embedding of what it holds; valid until the next decode.</summary>
    public ReadOnlySpan<float> Embedding(int length) =>
        LlamaApi.llama_get_embeddings_seq(_handle, 0) is var vector && vector is not null
            ? new ReadOnlySpan<float>(vector, length)
            : throw new GoatException("This model gives no embeddings: take a model made for them.");

    /// <summary>Keeps the first tokens and forgets the rest.</summary>
    /// <returns>How many it holds now: none, when the model cannot forget a part.</returns>
    public int Keep(int count)
    {
        if (count < Used && HasMemory && LlamaApi.llama_memory_seq_rm(_memory, 0, count, -1) == 0) Clear();
        return Used = Math.Min(count, Used);
    }

    public void Clear()
    {
        if (HasMemory) LlamaApi.llama_memory_clear(_memory, 0);
        Used = 0;
    }

    public void Dispose() => _handle.Dispose();

    private void Compute(ReadOnlySpan<int> tokens, bool encode, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var stop = ct.UnsafeRegister(static flag => ((AbortFlag)flag!).Raise(), _abort);
        try
        {
            fixed (int* first = tokens)
            {
                var batch = new Batch { Count = tokens.Length, Tokens = first };
                Check(encode ? LlamaApi.llama_encode(_handle, batch) : LlamaApi.llama_decode(_handle, batch), ct);
            }
        }
        finally
        {
            // Disposing waits for a callback that runs, so the flag cannot be raised again after it is lowered.
            stop.Dispose();
            _abort.Lower();
        }
    }

    private void CheckIds(ReadOnlySpan<int> tokens)
    {
        if (tokens.IsEmpty)
        {
            throw new GoatException("There is nothing to compute: the text is empty, and the model adds no begin mark to it.");
        }
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_vocabularySize)
            {
                throw new GoatException(
                    $"The text has the token {token}, and the model knows {_vocabularySize}: its tokenizer does not fit its weights.");
            }
        }
    }

    /// <summary>The return codes of <c>llama_decode</c>, as llama.h has them.</summary>
    private static void Check(int code, CancellationToken ct)
    {
        if (code == 0) return;
        ct.ThrowIfCancellationRequested();
        throw new GoatException(code switch
        {
            1 => "llama.cpp found no room in the context: load the model with a larger one.",
            2 => "llama.cpp broke off a computation.",
            _ => $"llama.cpp could not compute (code {code}, {NativeLog.Reason()}): unload the model and try again.",
        });
    }
}
