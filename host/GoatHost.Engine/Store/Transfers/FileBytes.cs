using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>Reads that fill their buffer, or say why not.</summary>
internal static class FileBytes
{
    public static async ValueTask ReadExactlyAsync(SafeFileHandle handle, string fullPath, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        while (buffer.Length > 0)
        {
            var read = await RandomAccess.ReadAsync(handle, buffer, offset, ct);
            if (read == 0) throw new GoatException($"{fullPath} is shorter than it was: it ends at byte {offset}.");
            buffer = buffer[read..];
            offset += read;
        }
    }
}
