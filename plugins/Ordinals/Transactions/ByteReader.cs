using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Transactions;

/// <summary>A bounded reader over untrusted bytes. What does not fit makes it fail for good: later reads give nothing, and the caller asks once at the end.</summary>
internal struct ByteReader(ReadOnlyMemory<byte> memory)
{
    public int Position { get; private set; }

    public bool Failed { get; private set; }

    public readonly bool AtEnd => !Failed && Position == memory.Length;

    public readonly int Remaining => memory.Length - Position;

    public void Fail() => Failed = true;

    public ReadOnlyMemory<byte> Bytes(ulong length)
    {
        if (Failed || length > (ulong)Remaining)
        {
            Failed = true;
            return default;
        }
        var slice = memory.Slice(Position, (int)length);
        Position += (int)length;
        return slice;
    }

    public readonly ReadOnlyMemory<byte> Since(int start) => memory[start..Position];

    public readonly byte Peek(int ahead = 0) => Failed || ahead >= Remaining ? (byte)0 : memory.Span[Position + ahead];

    public byte Byte() => Bytes(1) is { Length: 1 } slice ? slice.Span[0] : (byte)0;

    public uint UInt32() => Bytes(4) is { Length: 4 } slice ? BinaryPrimitives.ReadUInt32LittleEndian(slice.Span) : 0;

    public ulong UInt64() => Bytes(8) is { Length: 8 } slice ? BinaryPrimitives.ReadUInt64LittleEndian(slice.Span) : 0;

    public Hash256 Hash() => Bytes(Hash256.Size) is { Length: Hash256.Size } slice ? new(slice.Span) : default;

    /// <summary>A CompactSize in its shortest form; Bitcoin Core takes no other.</summary>
    public ulong CompactSize()
    {
        var first = Byte();
        var (value, least) = first switch
        {
            0xfd => (Bytes(2) is { Length: 2 } slice ? BinaryPrimitives.ReadUInt16LittleEndian(slice.Span) : 0UL, 0xfdUL),
            0xfe => (UInt32(), 0x1_0000UL),
            0xff => (UInt64(), 0x1_0000_0000UL),
            _ => (first, 0UL),
        };
        Failed |= value < least;
        return Failed ? 0 : value;
    }

    /// <summary>A count of things that take at least so many bytes each, so it never promises more than the bytes can hold.</summary>
    public int Count(int smallest)
    {
        var count = CompactSize();
        Failed |= count > (ulong)(Remaining / smallest);
        return Failed ? 0 : (int)count;
    }

    public ReadOnlyMemory<byte> VarBytes() => Bytes(CompactSize());
}
