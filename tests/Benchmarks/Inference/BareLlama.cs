using System.Diagnostics;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Loading;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Benchmarks.Inference;

/// <summary>llama.cpp by itself: loops over its C API that do nothing but decode, and draw where asked.</summary>
internal sealed unsafe class BareLlama : IDisposable
{
    private const int Batch = 512;
    private const int FirstToken = 300;

    private readonly LoadedModel _model;
    private readonly ContextHandle _context;
    private readonly nint _memory;

    /// <summary>Loads the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="sequences">Sequences side by side.</param>
    /// <param name="pooled">Whether they share one pool of cells, as the host's do; else each has its own part of the context.</param>
    public BareLlama(VerifiedModel model, int threads, int sequences, bool pooled = false)
    {
        _model = LoadedModel.Load(model, LoadPlan.Make(model.Summary, new SessionOptions(), []), null, CancellationToken.None);
        var parameters = LlamaApi.llama_context_default_params();
        parameters.ContextSize = ModelShape.Context;
        parameters.BatchSize = parameters.MicroBatchSize = Batch;
        parameters.MaxSequences = (uint)sequences;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.NoPerformance = 1;
        parameters.UnifiedKeysAndValues = pooled ? (byte)1 : (byte)0;
        _context = new ContextHandle(LlamaApi.llama_init_from_model(_model.Handle, parameters), _model.Handle, new AbortFlag());
        _memory = LlamaApi.llama_get_memory(_context);
    }

    /// <summary>Time to compute a prompt, a full batch at a time.</summary>
    public TimeSpan Prompt(int tokens)
    {
        LlamaApi.llama_memory_clear(_memory, 0);
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < tokens; done += Batch)
        {
            var (from, count) = (done, Math.Min(Batch, tokens - done));
            Decode(count, at => (FirstToken + from + at, from + at, 0, at == count - 1));
        }
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Time to generate after a short prompt, in so many sequences side by side: one token of each in every batch.</summary>
    /// <param name="sequences">How many; beyond one their prompts, computed together, count as well.</param>
    /// <param name="prompt">Tokens of each prompt.</param>
    /// <param name="tokens">Tokens that each generates.</param>
    /// <param name="draw">Whether tokens are drawn as an answer's are; else any token goes on.</param>
    public TimeSpan Generate(int sequences, int prompt, int tokens, bool draw)
    {
        LlamaApi.llama_memory_clear(_memory, 0);
        var samplers = Enumerable.Range(0, sequences).Select(_ => Sampler()).ToArray();
        var drawn = Enumerable.Repeat(FirstToken, sequences).ToArray();
        var start = Stopwatch.GetTimestamp();
        Decode(sequences * prompt, at => (FirstToken + at, at % prompt, at / prompt, at % prompt == prompt - 1));
        if (sequences == 1) start = Stopwatch.GetTimestamp();
        for (var i = 0; i < tokens; i++)
        {
            DecodeOneOfEach(drawn, prompt + i);
            for (var sequence = 0; draw && sequence < sequences; sequence++)
            {
                drawn[sequence] = LlamaApi.llama_sampler_sample(samplers[sequence], _context, sequence);
            }
        }
        var taken = Stopwatch.GetElapsedTime(start);
        foreach (var sampler in samplers) sampler.Dispose();
        return taken;
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    private void DecodeOneOfEach(int[] tokens, int position) => Decode(tokens.Length, at => (tokens[at], position, at, true));

    private void Decode(int count, Func<int, (int Token, int Position, int Sequence, bool Logits)> each)
    {
        int* tokens = stackalloc int[Batch], positions = stackalloc int[Batch], ids = stackalloc int[Batch], ones = stackalloc int[Batch];
        var logits = stackalloc sbyte[Batch];
        var sequences = stackalloc int*[Batch];
        for (var i = 0; i < count; i++)
        {
            (tokens[i], positions[i], ids[i], var wanted) = each(i);
            (ones[i], logits[i]) = (1, wanted ? (sbyte)1 : (sbyte)0);
            sequences[i] = &ids[i];
        }
        var batch = new Plugins.LlamaCpp.Native.Batch
        {
            Count = count, Tokens = tokens, Positions = positions, SequenceCounts = ones, Sequences = sequences, Logits = logits,
        };
        if (LlamaApi.llama_decode(_context, batch) is not 0 and var code) throw new InvalidOperationException($"llama_decode answered {code}.");
        LlamaApi.llama_synchronize(_context);
    }

    private static SamplerHandle Sampler()
    {
        var chain = new SamplerHandle(LlamaApi.llama_sampler_chain_init(LlamaApi.llama_sampler_chain_default_params()));
        LlamaApi.llama_sampler_chain_add(chain, LlamaApi.llama_sampler_init_top_k(40));
        LlamaApi.llama_sampler_chain_add(chain, LlamaApi.llama_sampler_init_top_p(0.9f, 1));
        LlamaApi.llama_sampler_chain_add(chain, LlamaApi.llama_sampler_init_temp(0.8f));
        LlamaApi.llama_sampler_chain_add(chain, LlamaApi.llama_sampler_init_dist(1));
        return chain;
    }
}
