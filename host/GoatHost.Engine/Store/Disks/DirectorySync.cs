using System.Runtime.InteropServices;

namespace GoatHost.Engine.Store.Disks;

/// <summary>Makes names durable: after a rename the directory is what must reach the disk, before anything is recorded that relies on it.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;
    private const int InvalidArgument = 22;

    /// <summary>Flushes a folder and those above it, up to and with <paramref name="top"/>: a new folder is itself a name in its parent.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void FlushUp(string folder, string top)
    {
        // NTFS keeps its directories in a journal of its own, and has no call for this.
        if (OperatingSystem.IsWindows()) return;
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at)) Flush(at);
            if (at == top) return;
        }
    }

    private static void Flush(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw Failed(folder);
        try
        {
            // Some network file systems have nothing to flush and say that the call makes no sense.
            if (Fsync(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument) throw Failed(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string folder) => new($"the folder {folder} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
