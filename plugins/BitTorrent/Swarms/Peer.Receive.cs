using System.Buffers;
using System.Buffers.Binary;
using GoatHost.Plugins.BitTorrent.Metainfo;
using GoatHost.Plugins.BitTorrent.Wire;

namespace GoatHost.Plugins.BitTorrent.Swarms;

internal sealed partial class Peer
{
    private const int BlockHead = 13;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 << 10);
    private int _start;
    private int _end;
    private int _skip;

    private async Task ReceiveAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                // The rest of a block goes from the socket straight into the piece.
                var rest = Drain();
                Outbox.Flush();
                if (rest.Length > 0)
                {
                    if (!await FillAsync(rest, ct)) return;
                    swarm.BlockArrived(this);
                    continue;
                }
                if (_start > 0)
                {
                    _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                    (_start, _end) = (0, _end - _start);
                }
                var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), ct);
                if (count == 0) return;
                _end += count;
                LastReceived = swarm.Clock.GetTimestamp();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private async ValueTask<bool> FillAsync(Memory<byte> rest, CancellationToken ct)
    {
        while (rest.Length > 0)
        {
            var count = await socket.ReceiveAsync(rest, ct);
            if (count == 0) return false;
            LastReceived = swarm.Clock.GetTimestamp();
            rest = rest[count..];
        }
        return true;
    }

    /// <summary>Handles every whole message in the buffer; returns the unfilled end of a block that has begun, or nothing.</summary>
    private Memory<byte> Drain()
    {
        while (true)
        {
            var skipped = Math.Min(_skip, _end - _start);
            _start += skipped;
            _skip -= skipped;
            var there = _end - _start;
            if (_skip > 0 || there < 4) return default;
            var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
            if (length == 0)
            {
                _start += 4;
                continue;
            }
            if (length > swarm.MaxMessage) throw new PeerFaultException($"it sent a message of {length} bytes");
            if (there < 5) return default;
            var id = (MessageId)_buffer[_start + 4];
            if (id == MessageId.Piece)
            {
                if (there < BlockHead) return default;
                var rest = TakeBlock((int)length - 9);
                if (rest.Length > 0) return rest;
                continue;
            }
            if (there < 4 + length)
            {
                Grow(4 + (int)length);
                return default;
            }
            swarm.Handle(this, id, _buffer.AsMemory(_start + 5, (int)length - 1));
            _start += 4 + (int)length;
        }
    }

    private Memory<byte> TakeBlock(int length)
    {
        if (length is < 0 or > TorrentInfo.BlockSize) throw new PeerFaultException($"it sent a block of {length} bytes");
        var piece = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 5));
        var offset = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 9));
        _start += BlockHead;
        var target = swarm.BlockArriving(this, new BlockRequest(piece, offset, length));
        if (target.IsEmpty)
        {
            _skip = length;
            return default;
        }
        var there = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, there).CopyTo(target.Span);
        _start += there;
        if (there < length) return target[there..];
        swarm.BlockArrived(this);
        return default;
    }

    private void Grow(int length)
    {
        if (length <= _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (larger, 0, _end - _start);
    }
}
