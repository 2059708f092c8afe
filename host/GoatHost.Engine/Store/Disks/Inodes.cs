using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store.Disks;

/// <summary>A file's number on its volume, which .NET has no call for.</summary>
internal static partial class Inodes
{
    private const int EmptyPath = 0x1000;
    private const uint WantsInode = 0x100;

    /// <summary>The inode of an open file, whatever lies at its path by now; 0 where the system does not tell.</summary>
    public static long Of(SafeFileHandle handle) =>
        OperatingSystem.IsLinux() && Look(handle, "", EmptyPath, WantsInode, out var found) == 0 && (found.Mask & WantsInode) != 0
            ? found.Inode
            : 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(SafeFileHandle file, string path, int flags, uint mask, out StatX found);

    /// <summary><c>struct statx</c> (statx(2)), which is the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatX
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(32)]
        public long Inode;
    }
}
