using System.Buffers.Binary;
using System.Text;
using GoatHost.Abstractions;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>A place in an untrusted file that moves forward through one small buffer and refuses to read past the end.</summary>
internal sealed class GgufCursor(Stream stream, string name, CancellationToken ct)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _buffer = new byte[(int)Math.Clamp(stream.Length, 64, 65_536)];
    private int _next;
    private int _end;

    public long Length { get; } = stream.Length;

    /// <summary>The byte that is read next.</summary>
    public long Position { get; private set; }

    public long Remaining => Length - Position;

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>The next bytes, valid until the next call; at most 64.</summary>
    public ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > Remaining) throw Refuse(Position, $"the file ends inside {what}");
        if (_end - _next < count) Fill(count, what);
        var taken = _buffer.AsSpan(_next, count);
        _next += count;
        Position += count;
        return taken;
    }

    /// <summary>The next bytes, as many as there are up to 64, without moving.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        var count = (int)Math.Min(64, Remaining);
        if (_end - _next < count) Fill(count, "its first bytes");
        return _buffer.AsSpan(_next, count);
    }

    /// <summary>The length before a text, checked against a limit and against what is left.</summary>
    public int TextLength(int limit, string what)
    {
        var start = Position;
        var length = UInt64(what);
        if (length > (ulong)limit) throw Refuse(start, $"{what} claims {length} bytes, more than the {limit} that are allowed");
        if (length > (ulong)Remaining) throw Refuse(start, $"{what} claims {length} bytes, and the file has {Remaining} left");
        return (int)length;
    }

    /// <summary>Bytes copied out; the caller has checked the count by <see cref="TextLength"/>.</summary>
    public byte[] Bytes(int count, string what)
    {
        if (count > Remaining) throw Refuse(Position, $"the file ends inside {what}");
        var bytes = new byte[count];
        var done = Math.Min(count, _end - _next);
        _buffer.AsSpan(_next, done).CopyTo(bytes);
        _next += done;
        Position += done;
        while (done < count)
        {
            ct.ThrowIfCancellationRequested();
            var read = stream.Read(bytes.AsSpan(done));
            if (read == 0) throw Refuse(Position, $"the file ends inside {what}");
            done += read;
            Position += read;
        }
        return bytes;
    }

    /// <summary>A name: strict UTF-8, not empty, without control characters.</summary>
    public string Name(int limit, string what)
    {
        var start = Position;
        var bytes = Bytes(TextLength(limit, what), what);
        if (bytes.Length == 0) throw Refuse(start, $"{what} is empty");
        if (bytes.AsSpan().ContainsAnyInRange((byte)0, (byte)31)) throw Refuse(start, $"{what} holds control characters");
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(start, $"{what} is not UTF-8");
        }
    }

    /// <summary>Moves on without reading.</summary>
    public void Skip(long count, string what)
    {
        ct.ThrowIfCancellationRequested();
        if (count > Remaining) throw Refuse(Position, $"the file ends inside {what}");
        // Each skip may cost a whole buffer, so a header as long as the file would be as much work as reading all of it.
        if (Position + count > GgufLimits.HeaderBytes) throw Refuse(Position, $"the header is longer than {GgufLimits.HeaderBytes >> 20} MiB");
        var buffered = (int)Math.Min(count, _end - _next);
        _next += buffered;
        if (buffered < count) stream.Seek(count - buffered, SeekOrigin.Current);
        Position += count;
    }

    public RefusedException Refuse(long offset, string reason) =>
        new($"{name} is not a sound GGUF file (byte {offset}: {reason}); get it again, or from somewhere else.");

    private void Fill(int count, string what)
    {
        ct.ThrowIfCancellationRequested();
        _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
        _end -= _next;
        _next = 0;
        while (_end < count)
        {
            var read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0) throw Refuse(Position, $"the file ends inside {what}");
            _end += read;
        }
    }
}
