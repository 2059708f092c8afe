using GoatHost.Abstractions;

namespace GoatHost.Plugins.Ordinals.Tests.Stage;

/// <summary>A file of the host's in memory.</summary>
internal sealed class FakeFile(string path, int length) : IArtifactFile
{
    private readonly List<ByteRange> _missing = [new(0, length)];

    public byte[] Bytes { get; } = new byte[length];

    public string Path => path;

    public long Length => Bytes.Length;

    public IReadOnlyList<ByteRange> Missing => _missing;

    public ByteRange Urgent => default;

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        data.CopyTo(Bytes.AsMemory((int)offset));
        return ValueTask.CompletedTask;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        Bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }

    public void Discard(ByteRange range) => _missing.Add(range);
}
