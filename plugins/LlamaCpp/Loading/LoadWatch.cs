using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>Hears how far llama.cpp's loading has come, tells it on, and stops it when it is cancelled.</summary>
internal sealed unsafe class LoadWatch : IDisposable
{
    private readonly IProgress<double>? _progress;
    private readonly CancellationToken _ct;
    private GCHandle _self;

    public LoadWatch(IProgress<double>? progress, CancellationToken ct)
    {
        (_progress, _ct) = (progress, ct);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>For <c>progress_callback</c>, with <see cref="Address"/> as its data.</summary>
    public static delegate* unmanaged[Cdecl]<float, nint, byte> Callback => &OnProgress;

    public nint Address => GCHandle.ToIntPtr(_self);

    /// <summary>What the listener threw, which had to wait: no exception may pass through native frames.</summary>
    public Exception? Fault { get; private set; }

    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnProgress(float part, nint self)
    {
        var watch = (LoadWatch)GCHandle.FromIntPtr(self).Target!;
        try
        {
            watch._progress?.Report(Math.Clamp(part, 0, 1));
        }
        catch (Exception e)
        {
            watch.Fault = e;
        }
        return watch._ct.IsCancellationRequested || watch.Fault is not null ? (byte)0 : (byte)1;
    }
}
