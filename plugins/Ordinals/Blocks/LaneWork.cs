using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>How far a lane is with its message: block after block of it (FIPS 180-4 §5.1.1 says how the last are filled up), then its digest as a message again.</summary>
internal struct LaneWork(int index, Message message)
{
    private const int BlockSize = 64, LengthSize = sizeof(ulong), DigestWords = 8;
    private const byte EndMark = 0x80;

    private int _index = index;
    private int _block;
    private bool _second;

    public static LaneWork Idle => new(-1, default);

    public readonly bool IsIdle => _index < 0;

    private readonly int Blocks => (message.Length + 1 + LengthSize + BlockSize - 1) / BlockSize;

    /// <summary>Puts the next 64 bytes into the lane.</summary>
    public readonly void Load(ReadOnlySpan<byte> data, ref Sha256Lanes lanes, int lane)
    {
        if (_second) return;
        var offset = _block * BlockSize;
        if (offset + BlockSize <= message.Length)
        {
            lanes.Load(lane, data.Slice(message.Offset + offset, BlockSize));
            return;
        }
        Span<byte> last = stackalloc byte[BlockSize];
        last.Clear();
        var rest = message.Length - offset;
        if (rest > 0) data.Slice(message.Offset + offset, rest).CopyTo(last);
        if (rest >= 0) last[rest] = EndMark;
        if (_block == Blocks - 1) BinaryPrimitives.WriteUInt64BigEndian(last[^LengthSize..], 8 * (ulong)message.Length);
        lanes.Load(lane, last);
    }

    /// <summary>Counts a block that was compressed; true when the lane holds the double hash.</summary>
    public bool Finish(ref Sha256Lanes lanes, int lane)
    {
        if (_second) return true;
        if (++_block < Blocks) return false;
        _second = true;
        // The second message is the first one's digest, and fits one block.
        lanes.LoadDigest(lane);
        lanes.Reset(lane);
        return false;
    }

    /// <summary>The number of the message that is done; the lane is idle after.</summary>
    public int TakeMessage()
    {
        var index = _index;
        _index = -1;
        return index;
    }
}
