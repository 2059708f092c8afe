using Microsoft.Win32.SafeHandles;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A context: the keys and values of one conversation, and the buffers to go on with it. For one thread at a time.</summary>
internal sealed class ContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly ModelHandle _model;
    private readonly AbortFlag _abort;
    private readonly bool _holdsModel;

    /// <summary>Takes the context over, and keeps its model alive until the context is freed.</summary>
    public ContextHandle(nint context, ModelHandle model, AbortFlag abort) : base(ownsHandle: true)
    {
        (_model, _abort) = (model, abort);
        model.DangerousAddRef(ref _holdsModel);
        SetHandle(context);
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.llama_free(handle);
        _abort.Dispose();
        if (_holdsModel) _model.DangerousRelease();
        return true;
    }
}
