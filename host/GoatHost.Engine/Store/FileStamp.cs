using GoatHost.Abstractions;
using GoatHost.Engine.Store.Disks;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store;

/// <summary>What must be unchanged for a hashed file to be trusted without hashing it again.</summary>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedAt">Time of the last write.</param>
/// <param name="Inode">The file's number on its volume; 0 where the system does not tell.</param>
public sealed record FileStamp(long Size, DateTimeOffset ModifiedAt, long Inode)
{
    /// <summary>The stamp of a file as it is now, or null when there is none.</summary>
    /// <exception cref="GoatException">It is there and cannot be looked at.</exception>
    internal static FileStamp? Of(string fullPath)
    {
        try
        {
            using var handle = File.OpenHandle(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(handle);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{fullPath} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>The stamp of an open file, whatever lies at its path by now.</summary>
    internal static FileStamp Of(SafeFileHandle handle) =>
        new(RandomAccess.GetLength(handle), new DateTimeOffset(File.GetLastWriteTimeUtc(handle), TimeSpan.Zero), Inodes.Of(handle));
}
