using Microsoft.Win32.SafeHandles;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A chain of samplers with its memory of what was drawn.</summary>
internal sealed class SamplerHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SamplerHandle(nint chain) : base(ownsHandle: true) => SetHandle(chain);

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_sampler_free(handle);
        return true;
    }
}
