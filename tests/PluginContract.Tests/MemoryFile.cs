using GoatHost.Abstractions;

namespace GoatHost.PluginContract.Tests;

/// <summary>A file of a transfer, in memory.</summary>
internal sealed class MemoryFile(string path, int length) : IArtifactFile
{
    private readonly bool[] _have = new bool[length];
    private readonly Lock _gate = new();

    public byte[] Bytes { get; } = new byte[length];

    public List<ByteRange> Writes { get; } = [];

    public string Path => path;

    public long Length => length;

    public ByteRange Urgent { get; set; }

    /// <summary>Called after each write.</summary>
    public Action? Written { get; set; }

    public IReadOnlyList<ByteRange> Missing
    {
        get
        {
            lock (_gate)
            {
                var ranges = new List<ByteRange>();
                for (var at = 0; at < length; at++)
                {
                    if (_have[at]) continue;
                    var begin = at;
                    while (at < length && !_have[at]) at++;
                    ranges.Add(new ByteRange(begin, at - begin));
                }
                return ranges;
            }
        }
    }

    public void Have(int offset, ReadOnlySpan<byte> data)
    {
        data.CopyTo(Bytes.AsSpan(offset));
        _have.AsSpan(offset, data.Length).Fill(true);
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Have((int)offset, data.Span);
            Writes.Add(new ByteRange(offset, data.Length));
            if (Urgent.Length > 0 && Urgent.Offset >= offset && Urgent.End <= offset + data.Length) Urgent = default;
        }
        Written?.Invoke();
        return ValueTask.CompletedTask;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        Bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return ValueTask.CompletedTask;
    }

    public void Discard(ByteRange range)
    {
        lock (_gate) _have.AsSpan((int)range.Offset, (int)range.Length).Clear();
    }
}
