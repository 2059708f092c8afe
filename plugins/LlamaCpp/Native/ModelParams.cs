using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary><c>struct llama_model_params</c>: C bool is a byte and an enum an int, so that it is passed as it lies.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ModelParams
{
    public nint Devices;
    public nint TensorBufferOverrides;
    public int GpuLayers;
    public int SplitMode;
    public LoadMode LoadMode;
    public int LazyMode;
    public int MainGpu;
    public float* TensorSplit;
    public delegate* unmanaged[Cdecl]<float, nint, byte> ProgressCallback;
    public nint ProgressUserData;
    public nint KeyValueOverrides;
    public byte VocabularyOnly;
    public byte CheckTensors;
    public byte UseExtraBuffers;
    public byte NoHost;
    public byte NoAlloc;
    public byte LoadMtp;
}

/// <summary><c>enum llama_load_mode</c>: how weights come into memory.</summary>
internal enum LoadMode
{
    /// <summary>llama.cpp decides: mapped where the device can.</summary>
    Auto = -1,

    /// <summary>Read into memory.</summary>
    Read = 0,

    /// <summary>Mapped from the file.</summary>
    Map = 1,
}
