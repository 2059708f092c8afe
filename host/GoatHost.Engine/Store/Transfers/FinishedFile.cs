using GoatHost.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace GoatHost.Engine.Store.Transfers;

/// <summary>A whole file as transports see it when they serve: read only, nothing missing.</summary>
internal sealed class FinishedFile : IArtifactFile, IDisposable
{
    private readonly string _fullPath;
    private readonly SafeFileHandle _handle;

    public FinishedFile(string path, string fullPath)
    {
        (Path, _fullPath) = (path, fullPath);
        _handle = File.OpenHandle(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    public IReadOnlyList<ByteRange> Missing => [];

    public ByteRange Urgent => default;

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        FileBytes.RequireInside(Path, Length, offset, buffer.Length);
        return FileBytes.ReadExactlyAsync(_handle, _fullPath, offset, buffer, ct);
    }

    /// <summary>A finished file is whole, and writing what is there changes nothing.</summary>
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>What a transport finds broken it does not serve; the file stays as it is.</summary>
    public void Discard(ByteRange range) { }

    public void Dispose() => _handle.Dispose();
}
