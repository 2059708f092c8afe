using System.Runtime.InteropServices;
using GoatHost.Plugins.LlamaCpp.Native;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>ggml's own reader of GGUF, as llama.cpp uses it: the header and the tensors it names, without their bytes.</summary>
internal static unsafe class NativeReader
{
    private static readonly nint Library = NativeFolder.Find(TinyModel.NativesDir).Load("ggml-base");
    private static readonly delegate* unmanaged[Cdecl]<byte*, nuint, InitParams, nint> Init =
        (delegate* unmanaged[Cdecl]<byte*, nuint, InitParams, nint>)NativeLibrary.GetExport(Library, "gguf_init_from_buffer");
    private static readonly delegate* unmanaged[Cdecl]<nint, void> FreeFile =
        (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(Library, "gguf_free");
    private static readonly delegate* unmanaged[Cdecl]<nint, void> FreeTensors =
        (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(Library, "ggml_free");

    public static bool Accepts(byte[] file)
    {
        nint tensors = 0;
        fixed (byte* bytes = file)
        {
            var read = Init(bytes, (nuint)file.Length, new InitParams { NoAlloc = 1, Tensors = &tensors });
            FreeTensors(tensors);
            if (read == 0) return false;
            FreeFile(read);
            return true;
        }
    }

    /// <summary><c>struct gguf_init_params</c>.</summary>
    private struct InitParams
    {
        public byte NoAlloc;
        public nint* Tensors;
    }
}
