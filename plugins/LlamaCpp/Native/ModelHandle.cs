using Microsoft.Win32.SafeHandles;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A loaded model: weights and vocabulary, shared by the contexts made from it.</summary>
internal sealed class ModelHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ModelHandle(nint model) : base(ownsHandle: true) => SetHandle(model);

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_model_free(handle);
        return true;
    }
}
