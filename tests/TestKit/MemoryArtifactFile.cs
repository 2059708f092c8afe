using GoatHost.Abstractions;

namespace GoatHost.TestKit;

/// <summary>An artifact file in memory, as strict as the host's: it remembers what is missing and refuses to read that.</summary>
public sealed class MemoryArtifactFile : IArtifactFile
{
    private readonly Lock _gate = new();
    private readonly byte[] _bytes;
    private readonly SortedList<long, long> _missing = [];

    public MemoryArtifactFile(string path, long length)
    {
        (Path, Length, _bytes) = (path, length, new byte[length]);
        if (length > 0) _missing[0] = length;
    }

    /// <summary>A whole file.</summary>
    public MemoryArtifactFile(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        (Path, Length, _bytes) = (path, bytes.Length, bytes);
    }

    public string Path { get; }

    public long Length { get; }

    public ByteRange Urgent { get; set; }

    /// <summary>The content; corrupt it to see whether anybody notices.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Bytes written so far, doubles counted.</summary>
    public long Written { get; private set; }

    /// <summary>Called after each write, outside the lock.</summary>
    public Action<MemoryArtifactFile>? OnWritten { get; set; }

    public bool IsWhole => Missing.Count == 0;

    public IReadOnlyList<ByteRange> Missing
    {
        get
        {
            lock (_gate) return [.. _missing.Select(m => new ByteRange(m.Key, m.Value - m.Key))];
        }
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (offset < 0 || offset + data.Length > Length) throw new GoatException($"A write of {data.Length} bytes at {offset} is outside {Path}.");
            // What is there stays, as with the host.
            foreach (var (start, end) in _missing.ToArray())
            {
                var (from, to) = (Math.Max(start, offset), Math.Min(end, offset + data.Length));
                if (from < to) data.Span[(int)(from - offset)..(int)(to - offset)].CopyTo(_bytes.AsSpan((int)from));
            }
            Cut(offset, offset + data.Length);
            Written += data.Length;
        }
        OnWritten?.Invoke(this);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_missing.Any(m => m.Key < offset + buffer.Length && offset < m.Value)) throw new GoatException($"{Path} was read at {offset} where it is missing.");
            _bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer.Span);
        }
        return ValueTask.CompletedTask;
    }

    public void Discard(ByteRange range)
    {
        lock (_gate)
        {
            Cut(range.Offset, range.End);
            _missing[range.Offset] = range.End;
        }
    }

    private void Cut(long from, long to)
    {
        foreach (var (start, end) in _missing.ToArray())
        {
            if (end <= from || start >= to) continue;
            _missing.Remove(start);
            if (start < from) _missing[start] = from;
            if (end > to) _missing[to] = end;
        }
    }
}
