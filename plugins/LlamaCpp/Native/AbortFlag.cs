using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>A flag in native memory that a decode reads before each node of its graph.</summary>
internal sealed unsafe class AbortFlag : IDisposable
{
    private int* _raised = (int*)NativeMemory.AllocZeroed(sizeof(int));

    public nint Address => (nint)_raised;

    /// <summary>For <c>abort_callback</c>, with <see cref="Address"/> as its data.</summary>
    public static delegate* unmanaged[Cdecl]<nint, byte> Callback => &IsRaised;

    public void Raise() => Set(1);

    public void Lower() => Set(0);

    public void Dispose()
    {
        NativeMemory.Free(_raised);
        _raised = null;
    }

    private void Set(int value)
    {
        ObjectDisposedException.ThrowIf(_raised is null, this);
        Volatile.Write(ref *_raised, value);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsRaised(nint flag) => Volatile.Read(ref *(int*)flag) == 0 ? (byte)0 : (byte)1;
}
