namespace GoatHost.Engine.Tests.Verification.Gguf;

/// <summary>A file of any length that is zero after its first bytes, and counts what is read of it.</summary>
internal sealed class LargeStream(byte[] head, long length) : Stream
{
    /// <summary>Bytes handed out so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Where the last bytes of its head begin that come again after each <see cref="Period"/>; nothing does when that is 0.</summary>
    public int RepeatedFrom { get; init; }

    public int Period { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, Length - Position);
        buffer[..count].Clear();
        for (var i = 0; Period > 0 && i < count; i++) Repeat(buffer, i);
        if (Position < head.Length) head.AsSpan((int)Position, Math.Min(count, head.Length - (int)Position)).CopyTo(buffer);
        Position += count;
        Taken += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush() { }

    private void Repeat(Span<byte> buffer, int i)
    {
        var at = (Position + i - RepeatedFrom) % Period;
        if (Position + i >= RepeatedFrom && at < head.Length - RepeatedFrom) buffer[i] = head[RepeatedFrom + (int)at];
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
