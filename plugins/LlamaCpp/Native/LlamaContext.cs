using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A context whose sequences share its cells, for one thread at a time.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private readonly ContextHandle _handle;
    private readonly AbortFlag _abort;
    private readonly nint _memory;
    private readonly int _vocabularySize;
    private AdapterSet _adapters = AdapterSet.None;

    private LlamaContext(ContextHandle handle, AbortFlag abort, int vocabularySize, ContextShape shape)
    {
        (_handle, _abort, _vocabularySize) = (handle, abort, vocabularySize);
        _memory = LlamaApi.llama_get_memory(handle);
        // llama.cpp rounds the cells up, and cuts the batch to them.
        Cells = (int)LlamaApi.llama_n_ctx(handle);
        Batch = new TokenBatch(Math.Min(shape.BatchTokens, (int)LlamaApi.llama_n_batch(handle)), vocabularySize, shape.Sequences,
            shape.Outputs == 0 ? shape.BatchTokens : shape.Outputs);
        Sequences = shape.Sequences;
    }

    /// <summary>The batch that <see cref="Decode()"/> takes.</summary>
    public TokenBatch Batch { get; }

    /// <summary>Tokens that it can hold.</summary>
    public int Cells { get; }

    /// <summary>Sequences that it tells apart.</summary>
    public int Sequences { get; }

    /// <summary>Whether it remembers tokens; a model that only embeds does not.</summary>
    public bool HasMemory => _memory != 0;

    /// <summary>Whether tokens can be moved to other positions once they are computed.</summary>
    public bool CanShift => HasMemory && LlamaApi.llama_memory_can_shift(_memory) != 0;

    public Pooling Pooling => LlamaApi.llama_pooling_type(_handle);

    /// <summary>Makes a context.</summary>
    /// <param name="model">The model.</param>
    /// <param name="vocabularySize">Tokens it knows.</param>
    /// <param name="shape">How large.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <param name="embeddings">How to pool embeddings, or null for a context that generates.</param>
    public static LlamaContext Create(ModelHandle model, int vocabularySize, ContextShape shape, int threads, Pooling? embeddings = null)
    {
        var parameters = LlamaApi.llama_context_default_params();
        var abort = new AbortFlag();
        parameters.ContextSize = (uint)shape.Cells;
        parameters.BatchSize = parameters.MicroBatchSize = (uint)shape.BatchTokens;
        parameters.MaxSequences = (uint)shape.Sequences;
        // Any sequence may use the whole context, and a prefix that several share is held once.
        parameters.UnifiedKeysAndValues = 1;
        // Its buffers are made for at least one output a sequence.
        parameters.MaxOutputs = shape.Outputs == 0 ? 0 : (uint)Math.Max(shape.Outputs, shape.Sequences);
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.NoPerformance = 1;
        parameters.AbortCallback = AbortFlag.Callback;
        parameters.AbortUserData = abort.Address;
        parameters.Embeddings = embeddings is null ? (byte)0 : (byte)1;
        parameters.Pooling = embeddings ?? Pooling.Unspecified;

        NativeLog.Clear();
        var context = LlamaApi.llama_init_from_model(model, parameters);
        if (context != 0) return new LlamaContext(new ContextHandle(context, model, abort), abort, vocabularySize, shape);
        abort.Dispose();
        throw new GoatException(
            $"llama.cpp could not make a context of {shape.Cells} tokens ({NativeLog.Reason()}): "
            + "free some memory, or ask for a smaller context.");
    }

    public void SetThreads(int threads) => LlamaApi.llama_set_n_threads(_handle, threads, threads);

    /// <summary>Computes with adapters from now on; what is computed already stays as it is.</summary>
    public void Apply(AdapterSet adapters)
    {
        if (adapters.Equals(_adapters)) return;
        fixed (nint* pointers = adapters.Adapters)
        fixed (float* scales = adapters.Scales) _ = LlamaApi.llama_set_adapters_lora(_handle, pointers, (nuint)adapters.Adapters.Length, scales);
        _adapters = adapters;
    }

    /// <summary>Computes <see cref="Batch"/>, and waits for it.</summary>
    public DecodeResult Decode()
    {
        var code = LlamaApi.llama_decode(_handle, Batch.AsNative());
        // A GPU computes on after the call.
        if (code == 0) LlamaApi.llama_synchronize(_handle);
        return Read(code);
    }

    /// <summary>Runs <see cref="Batch"/> through the model's encoder.</summary>
    public DecodeResult Encode() => Read(LlamaApi.llama_encode(_handle, Batch.AsNative()));

    /// <summary>Stops a decode that runs, or the next: on a CPU within a node of the graph. From any thread.</summary>
    public void Interrupt() => _abort.Raise();

    /// <summary>Takes an <see cref="Interrupt"/> back.</summary>
    public void Resume() => _abort.Lower();

    /// <summary>The logits of what may follow a token of the batch; valid until the next decode.</summary>
    public ReadOnlySpan<float> Logits(int index)
    {
        var logits = LlamaApi.llama_get_logits_ith(_handle, index);
        return logits is not null
            ? new ReadOnlySpan<float>(logits, _vocabularySize)
            : throw new GoatException("llama.cpp gave no logits for a token that was asked for them: unload the model and try again.");
    }

    /// <summary>The pooled embedding of a sequence, or its scores; valid until the next decode.</summary>
    public ReadOnlySpan<float> Embedding(int sequence, int length) =>
        LlamaApi.llama_get_embeddings_seq(_handle, sequence) is var vector && vector is not null
            ? new ReadOnlySpan<float>(vector, length)
            : throw new GoatException("This model gives no embeddings: take a model made for them.");

    /// <summary>Forgets the tokens of a sequence from a position on.</summary>
    /// <returns>False when the model cannot forget a part; nothing has changed then.</returns>
    public bool Remove(int sequence, int from) => LlamaApi.llama_memory_seq_rm(_memory, sequence, from, -1) != 0;

    /// <summary>Forgets tokens in the middle of a sequence and moves the rest up; only where it <see cref="CanShift"/>.</summary>
    public bool Close(int sequence, int from, int to)
    {
        if (LlamaApi.llama_memory_seq_rm(_memory, sequence, from, to) == 0) return false;
        LlamaApi.llama_memory_seq_add(_memory, sequence, to, -1, from - to);
        return true;
    }

    /// <summary>Lets an empty sequence hold what another does.</summary>
    public void Copy(int from, int to) => LlamaApi.llama_memory_seq_cp(_memory, from, to, -1, -1);

    public void Clear()
    {
        if (HasMemory) LlamaApi.llama_memory_clear(_memory, 0);
    }

    public void Dispose()
    {
        _handle.Dispose();
        Batch.Dispose();
    }

    /// <summary>The return codes of <c>llama_decode</c>, as llama.h has them.</summary>
    private static DecodeResult Read(int code) => code switch
    {
        0 => DecodeResult.Done,
        1 => DecodeResult.NoRoom,
        2 => DecodeResult.Interrupted,
        _ => throw new GoatException($"llama.cpp could not compute (code {code}, {NativeLog.Reason()}): unload the model and try again."),
    };
}
