using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <content>Samplers. A chain owns what is added to it.</content>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama)]
    internal static partial SamplerChainParams llama_sampler_chain_default_params();

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_chain_init(SamplerChainParams parameters);

    [LibraryImport(Llama)]
    internal static partial void llama_sampler_chain_add(SamplerHandle chain, nint sampler);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_greedy();

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_dist(uint seed);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_top_k(int k);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_top_p(float p, nuint minimumKept);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_min_p(float p, nuint minimumKept);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_temp(float temperature);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_penalties(int vocabularySize, int lastN, float repeat, float frequency, float presence);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_typical(float p, nuint minimumKept);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_temp_ext(float temperature, float range, float exponent);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_xtc(float probability, float threshold, nuint minimumKept, uint seed);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_top_n_sigma(float n);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_mirostat(int vocabularySize, uint seed, float tau, float eta, int m);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_mirostat_v2(uint seed, float tau, float eta);

    [LibraryImport(Llama)]
    internal static partial nint llama_sampler_init_dry(nint vocabulary, float multiplier, float @base, int allowedLength, int lastN,
        byte** breakers, nuint count);

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint llama_sampler_init_grammar(nint vocabulary, string grammar, string root);

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint llama_sampler_init_grammar_lazy_patterns(nint vocabulary, string grammar, string root,
        byte** patterns, nuint patternCount, int* tokens, nuint tokenCount);

    [LibraryImport(Llama)]
    internal static partial void llama_sampler_accept(SamplerHandle sampler, int token);

    [LibraryImport(Llama)]
    internal static partial void llama_sampler_apply(SamplerHandle sampler, TokenDataArray* candidates);

    [LibraryImport(Llama)]
    internal static partial int llama_sampler_sample(SamplerHandle sampler, ContextHandle context, int index);

    [LibraryImport(Llama)]
    internal static partial void llama_sampler_free(nint sampler);
}
