using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Sampling;

/// <summary>Draws tokens for one answer: penalties, then top-k, top-p, min-p, temperature, and a draw with the seed.</summary>
/// <remarks>
/// Defaults, as Ollama has them: temperature 0.8, top-k 40, top-p 0.9, min-p off, a repeat penalty of 1.1 over 64 tokens.
/// At temperature 0 the likeliest token is taken, and only penalties that were asked for are applied.
/// </remarks>
internal sealed class SamplerChain : IDisposable
{
    private const float Temperature = 0.8f;
    private const int TopK = 40;
    private const float TopP = 0.9f;
    private const float MinP = 0;
    private const float RepeatPenalty = 1.1f;
    private const int RepeatLastN = 64;

    private readonly SamplerHandle _chain;
    private readonly int _lastN;

    /// <summary>Builds the chain.</summary>
    /// <param name="options">What the request asks for.</param>
    /// <param name="vocabularySize">Tokens to draw from.</param>
    /// <param name="contextSize">Tokens to look back on at most.</param>
    public SamplerChain(SamplingOptions options, int vocabularySize, int contextSize)
    {
        SamplingCheck.Throw(options);
        var temperature = options.Temperature ?? Temperature;
        var greedy = temperature == 0;
        _lastN = Math.Min(options.RepeatLastN is { } lastN ? (lastN < 0 ? contextSize : lastN) : RepeatLastN, contextSize);
        var repeat = options.RepeatPenalty ?? (greedy ? 1 : RepeatPenalty);
        var (frequency, presence) = (options.FrequencyPenalty ?? 0, options.PresencePenalty ?? 0);
        if (repeat == 1 && frequency == 0 && presence == 0) _lastN = 0;

        _chain = new SamplerHandle(LlamaApi.llama_sampler_chain_init(LlamaApi.llama_sampler_chain_default_params()));
        if (_lastN > 0) Add(LlamaApi.llama_sampler_init_penalties(vocabularySize, _lastN, repeat, frequency, presence));
        if (greedy)
        {
            Add(LlamaApi.llama_sampler_init_greedy());
            return;
        }
        Add(LlamaApi.llama_sampler_init_top_k(options.TopK ?? TopK));
        if (options.TopP is not >= 1) Add(LlamaApi.llama_sampler_init_top_p(options.TopP ?? TopP, 1));
        if ((options.MinP ?? MinP) is > 0 and var minP) Add(LlamaApi.llama_sampler_init_min_p(minP, 1));
        Add(LlamaApi.llama_sampler_init_temp(temperature));
        Add(LlamaApi.llama_sampler_init_dist(Seed(options.Seed)));
    }

    /// <summary>Remembers the end of the prompt for the penalties; marks are passed over, or a chat could not end its turns.</summary>
    public void Accept(ReadOnlySpan<int> prompt, Vocabulary vocabulary)
    {
        if (_lastN == 0) return;
        foreach (var token in prompt[Math.Max(0, prompt.Length - _lastN)..])
        {
            if (!vocabulary.IsControl(token)) LlamaApi.llama_sampler_accept(_chain, token);
        }
    }

    /// <summary>Draws the token that follows what the context holds.</summary>
    public int Draw(LlamaContext context) => LlamaApi.llama_sampler_sample(_chain, context.Handle, -1);

    public void Dispose() => _chain.Dispose();

    // To llama.cpp the highest number means "draw a seed": whoever names it wants it kept.
    private static uint Seed(uint? seed) =>
        seed is { } given ? Math.Min(given, uint.MaxValue - 1) : (uint)Random.Shared.NextInt64(uint.MaxValue);

    private void Add(nint sampler) => LlamaApi.llama_sampler_chain_add(_chain, sampler);
}
