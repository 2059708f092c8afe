using System.Buffers;
using System.Buffers.Binary;
using System.Threading.Channels;

namespace GoatHost.Plugins.BitTorrent.Wire;

/// <summary>What waits to be sent to one peer: small messages as bytes, blocks as requests that are read when their turn comes.</summary>
internal sealed class Outbox : IDisposable
{
    private const int MaxControlBytes = 8 << 20;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly List<BlockRequest> _uploads = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;
    private bool _disposed;

    public ValueTask<bool> WaitAsync(CancellationToken ct) => _signal.Reader.WaitToReadAsync(ct);

    /// <summary>Lets the sender run; called once for a batch of messages.</summary>
    public void Flush() => _signal.Writer.TryWrite(true);

    public void Signalled() => _signal.Reader.TryRead(out _);

    public void Write(MessageId id) => Write(id, []);

    public void Write(MessageId id, int index)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(body, index);
        Write(id, body);
    }

    public void Write(MessageId id, BlockRequest block)
    {
        Span<byte> body = stackalloc byte[12];
        BinaryPrimitives.WriteInt32BigEndian(body, block.Piece);
        BinaryPrimitives.WriteInt32BigEndian(body[4..], block.Offset);
        BinaryPrimitives.WriteInt32BigEndian(body[8..], block.Length);
        Write(id, body);
    }

    public void WriteExtended(byte extension, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            var body = Head(MessageId.Extended, payload.Length + 1);
            if (body.IsEmpty) return;
            body[0] = extension;
            payload.CopyTo(body[1..]);
        }
    }

    public void Write(MessageId id, ReadOnlySpan<byte> body)
    {
        lock (_gate) body.CopyTo(Head(id, body.Length));
    }

    /// <summary>The empty message that keeps a connection open.</summary>
    public void WriteKeepAlive()
    {
        lock (_gate)
        {
            if (_disposed) return;
            Reserve(4).Clear();
        }
    }

    /// <summary>Queues a block to upload, or says that the queue is full.</summary>
    public bool TryQueue(BlockRequest block, int limit)
    {
        lock (_gate)
        {
            if (_uploads.Count >= limit) return false;
            _uploads.Add(block);
            return true;
        }
    }

    public bool TryUnqueue(BlockRequest block)
    {
        lock (_gate) return _uploads.Remove(block);
    }

    /// <summary>Takes all queued blocks back, as when the peer is choked.</summary>
    public BlockRequest[] UnqueueAll()
    {
        lock (_gate)
        {
            BlockRequest[] all = [.. _uploads];
            _uploads.Clear();
            return all;
        }
    }

    /// <summary>Takes the next run of neighbouring blocks of one piece.</summary>
    public int TakeUploads(Span<BlockRequest> run)
    {
        lock (_gate)
        {
            var count = 0;
            var most = Math.Min(run.Length, _uploads.Count);
            while (count < most && (count == 0 || Follows(_uploads[count], run[count - 1])))
            {
                run[count] = _uploads[count];
                count++;
            }
            _uploads.RemoveRange(0, count);
            return count;
        }
    }

    /// <summary>Swaps the written bytes for an empty buffer.</summary>
    public int TakeBytes(ref byte[] spare)
    {
        lock (_gate)
        {
            var length = _length;
            if (length > 0) (_bytes, spare, _length) = (spare, _bytes, 0);
            return length;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _length = 0;
        }
        _signal.Writer.TryComplete();
    }

    private static bool Follows(BlockRequest block, BlockRequest before) =>
        block.Piece == before.Piece && block.Offset == before.Offset + before.Length;

    private Span<byte> Head(MessageId id, int bodyLength)
    {
        if (_disposed) return new byte[bodyLength];
        var message = Reserve(5 + bodyLength);
        BinaryPrimitives.WriteInt32BigEndian(message, 1 + bodyLength);
        message[4] = (byte)id;
        return message[5..];
    }

    private Span<byte> Reserve(int length)
    {
        if (_length + length > _bytes.Length)
        {
            if (_length + length > MaxControlBytes) throw new PeerFaultException("it does not read what we send");
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + length, _bytes.Length * 2));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        var span = _bytes.AsSpan(_length, length);
        _length += length;
        return span;
    }
}
