using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Plugins.Ordinals.Chain.Files;

/// <summary>A block or undo file, read through the key that Bitcoin Core 28 and later write their files with.</summary>
internal sealed class XorFile(SafeFileHandle handle, ReadOnlyMemory<byte> key) : IDisposable
{
    private const int KeyLength = 8;

    public long Length => RandomAccess.GetLength(handle);

    /// <summary>Opens a file that a node may be writing to.</summary>
    public static XorFile Open(string path, ReadOnlyMemory<byte> key) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), key);

    /// <summary>The key of a blocks directory; empty where there is none.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadKeyAsync(string directory, CancellationToken ct)
    {
        var path = Path.Combine(directory, "xor.dat");
        if (!File.Exists(path)) return default;
        var key = await File.ReadAllBytesAsync(path, ct);
        return key.Length == KeyLength
            ? key
            : throw new GoatException($"Reading {path} failed: it has {key.Length} bytes, and a key has {KeyLength}; copy it again.");
    }

    /// <summary>Fills as much of a buffer as the file has from an offset on.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken ct)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            ct.ThrowIfCancellationRequested();
            // An asynchronous read of a file is this call on another thread, and leaves the block in the cache of
            // another core than the one that parses it.
            var read = RandomAccess.Read(handle, buffer.Span[total..], offset + total);
            if (read == 0) break;
            total += read;
        }
        Apply(buffer.Span[..total], offset);
        return ValueTask.FromResult(total);
    }

    public void Dispose() => handle.Dispose();

    private void Apply(Span<byte> bytes, long offset)
    {
        if (key.IsEmpty) return;
        Span<byte> turned = stackalloc byte[KeyLength];
        for (var i = 0; i < KeyLength; i++) turned[i] = key.Span[(int)((offset + i) % KeyLength)];
        var pattern = MemoryMarshal.Read<ulong>(turned);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i < words.Length; i++) words[i] ^= pattern;
        for (var i = words.Length * KeyLength; i < bytes.Length; i++) bytes[i] ^= turned[i % KeyLength];
    }
}
