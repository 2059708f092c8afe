using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <content>LoRA adapters: of a model, which frees them with itself, and applied by a context.</content>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint llama_adapter_lora_init(ModelHandle model, string path);

    [LibraryImport(Llama)]
    internal static partial int llama_set_adapters_lora(ContextHandle context, nint* adapters, nuint count, float* scales);
}
