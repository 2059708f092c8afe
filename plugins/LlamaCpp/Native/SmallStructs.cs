using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary><c>struct llama_batch</c>: for each token its position, its sequences, and whether it is asked what follows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Batch
{
    public int Count;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** Sequences;
    public sbyte* Logits;
}

/// <summary><c>struct llama_sampler_chain_params</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SamplerChainParams
{
    public byte NoPerformance;
}

/// <summary><c>struct llama_token_data</c>: a token that may be drawn.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TokenData
{
    public int Id;
    public float Logit;
    public float Probability;
}

/// <summary><c>struct llama_token_data_array</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TokenDataArray
{
    public TokenData* Data;
    public nuint Count;
    public long Selected;
    public byte Sorted;
}

/// <summary><c>struct llama_chat_message</c>: two C strings.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeChatMessage
{
    public byte* Role;
    public byte* Content;
}

/// <summary><c>struct ggml_backend_dev_props</c>, its five capability flags rolled into padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DeviceProps
{
    public byte* Name;
    public byte* Description;
    public nuint MemoryFree;
    public nuint MemoryTotal;
    public DeviceType Type;
    public byte* DeviceId;
    public ulong Capabilities;
}

/// <summary><c>enum ggml_backend_dev_type</c>.</summary>
internal enum DeviceType
{
    Cpu,
    Gpu,
    IntegratedGpu,
    Accelerator,
    Meta,
}
