using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>The last errors that llama.cpp told. Its log is one for the process, so this is too.</summary>
internal static unsafe class NativeLog
{
    private const int Kept = 16;
    private const int Error = 4;

    private static readonly ConcurrentQueue<string> Lines = new();

    public static delegate* unmanaged[Cdecl]<int, byte*, nint, void> Callback => &Write;

    public static void Clear() => Lines.Clear();

    /// <summary>The first error since <see cref="Clear"/>, without the name of the C++ function: later ones only echo it.</summary>
    public static string Reason()
    {
        if (!Lines.TryPeek(out var line)) return "it gave no reason";
        var start = line.IndexOf(": ", StringComparison.Ordinal);
        return (start > 0 && !line.AsSpan(0, start).Contains(' ') ? line[(start + 2)..] : line).TrimEnd('.');
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Write(int level, byte* text, nint userData)
    {
        if (level != Error) return;
        var line = Marshal.PtrToStringUTF8((nint)text)?.Trim();
        if (string.IsNullOrEmpty(line)) return;
        if (Lines.Count < Kept) Lines.Enqueue(line);
    }
}
