using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>Reads that fill their buffer, or say why not.</summary>
internal static class FileBytes
{
    public static void RequireInside(string path, long fileLength, long offset, int length)
    {
        if (offset < 0 || offset > fileLength - length)
            throw new GoatException($"{path} is {fileLength} bytes long: there is nothing at {offset} for {length}.");
    }

    public static async ValueTask ReadExactlyAsync(
        SafeFileHandle handle, string fullPath, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        while (buffer.Length > 0)
        {
            var read = await ReadAsync(handle, fullPath, offset, buffer, ct);
            if (read == 0) throw new GoatException($"{fullPath} is shorter than it was: it ends at byte {offset}.");
            buffer = buffer[read..];
            offset += read;
        }
    }

    private static async ValueTask<int> ReadAsync(SafeFileHandle handle, string fullPath, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        try
        {
            return await RandomAccess.ReadAsync(handle, buffer, offset, ct);
        }
        catch (IOException e)
        {
            throw new GoatException($"{fullPath} cannot be read at byte {offset}: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
