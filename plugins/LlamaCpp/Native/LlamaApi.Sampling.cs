using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <content>Samplers. A chain owns what is added to it.</content>
internal static partial class LlamaApi
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
    internal static partial void llama_sampler_accept(SamplerHandle sampler, int token);

    [LibraryImport(Llama)]
    internal static partial int llama_sampler_sample(SamplerHandle sampler, ContextHandle context, int index);

    [LibraryImport(Llama)]
    internal static partial void llama_sampler_free(nint sampler);
}
