using System.Buffers;
using System.Security.Cryptography;
using GoatHost.Abstractions;
using GoatHost.Engine.Observability;
using GoatHost.Engine.Store;

namespace GoatHost.Engine.Verification;

/// <summary>What a file hashed to, and what it looked like while it did.</summary>
internal sealed record HashedFile(string Sha256, FileStamp Stamp);

/// <summary>Streams a file through SHA-256.</summary>
internal static class FileHasher
{
    private const int BlockSize = 1 << 20;

    /// <param name="fullPath">The file.</param>
    /// <param name="hashed">Told the bytes of each block.</param>
    /// <param name="ct">Stops within a block.</param>
    /// <exception cref="GoatException">The file is gone, cannot be read, or changed while it was read.</exception>
    public static async Task<HashedFile> HashAsync(string fullPath, Action<long>? hashed, CancellationToken ct)
    {
        var before = FileStamp.Of(fullPath) ?? throw new GoatException($"{fullPath} is gone: sync the model again, or remove it with goat rm.");
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var handle = File.OpenHandle(
                fullPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan | FileOptions.Asynchronous);
            for (long offset = 0; ;)
            {
                var read = await RandomAccess.ReadAsync(handle, block.AsMemory(0, BlockSize), offset, ct);
                if (read == 0) break;
                digest.AppendData(block, 0, read);
                offset += read;
                Telemetry.HashedBytes.Add(read);
                hashed?.Invoke(read);
            }
            // The stamp vouches for the digest later on, so it must not have moved meanwhile.
            if (FileStamp.Of(fullPath) != before)
                throw new GoatException($"{fullPath} was changed while it was being hashed: try again when nothing writes it.");
            return new HashedFile(Convert.ToHexStringLower(digest.GetHashAndReset()), before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GoatException($"{fullPath} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
