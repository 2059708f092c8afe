using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Steps over untrusted bytes by their own lengths. What does not fit makes it fail for good, so that the caller asks once at the end.</summary>
// Its methods are inlined and it is copied into a local where it is used, so that the position stays in a register: a block is some fifty thousand steps.
internal ref struct SpanReader(ReadOnlySpan<byte> bytes, int position)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position = position;
    private bool _failed;

    public readonly int Position => _position;

    public readonly bool Failed => _failed;

    public readonly ReadOnlySpan<byte> Rest => _bytes[_position..];

    public void Fail() => _failed = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _position)) _failed = true;
        else _position += (int)length;
    }

    /// <summary>Steps over bytes that their length stands before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipBytes() => Skip(ReadSize());

    /// <summary>Steps over bytes that their length stands before, and tells where they lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Range ReadBytes()
    {
        var length = ReadSize();
        var start = _position;
        Skip(length);
        return start.._position;
    }

    /// <summary>A count of things that take at least so many bytes each, so it never promises more than the bytes can hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadCount(int smallest)
    {
        var count = ReadSize();
        // One thing needs no division.
        _failed |= count == 1 ? _bytes.Length - _position < smallest : count > (ulong)((_bytes.Length - _position) / smallest);
        return _failed ? 0 : (int)count;
    }

    /// <summary>A CompactSize in its shortest form; Bitcoin Core takes no other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadSize()
    {
        if (_failed || (uint)_position >= (uint)_bytes.Length)
        {
            _failed = true;
            return 0;
        }
        var first = _bytes[_position++];
        if (first < 0xfd) return first;
        if (ReadLongSize(_bytes[_position..], first, out var width) is not { } value)
        {
            _failed = true;
            return 0;
        }
        _position += width;
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong? ReadLongSize(ReadOnlySpan<byte> rest, byte first, out int width)
    {
        (width, var least) = first switch { 0xfd => (2, 0xfdUL), 0xfe => (4, 0x1_0000UL), _ => (8, 0x1_0000_0000UL) };
        if (rest.Length < width) return null;
        var value = width switch
        {
            2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(rest),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(rest),
        };
        return value < least ? null : value;
    }
}
