using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Steps over the transactions of a block without taking them apart: it accepts exactly what a block's transactions may be, and allocates nothing.</summary>
internal ref struct TransactionWalker
{
    private const int SmallestInput = 41, SmallestOutput = 9, SmallestTransaction = 60, OutPointSize = 36;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private bool _failed;

    /// <summary>Begins behind the header of a block.</summary>
    public TransactionWalker(ReadOnlySpan<byte> block)
    {
        _bytes = block;
        _failed = block.Length is < Block.SmallestSize or > Block.MaximumSize;
        _position = BlockHeader.Size;
        Count = ReadCount(SmallestTransaction);
        _failed |= Count == 0;
    }

    /// <summary>How many transactions the block says it has.</summary>
    public int Count { get; }

    /// <summary>How many were stepped over.</summary>
    public int Position { get; private set; }

    /// <summary>Whether every transaction was stepped over, and nothing follows.</summary>
    public readonly bool IsComplete => !_failed && Position == Count && _position == _bytes.Length;

    /// <summary>The next transaction; false behind the last, and where the bytes are no transaction.</summary>
    public bool TryNext(out TransactionExtent extent)
    {
        extent = default;
        if (_failed || Position == Count) return false;
        var start = _position;
        Skip(sizeof(uint));
        // BIP144: a marker that would be an empty list of inputs, and the flag 1.
        var segwit = _position + 1 < _bytes.Length && _bytes[_position] == 0 && _bytes[_position + 1] == 1;
        if (segwit) _position += 2;
        var body = _position;
        var inputs = ReadCount(SmallestInput);
        _failed |= inputs == 0 || IsCoinbase(inputs) != (Position == 0);
        for (var i = 0; i < inputs && !_failed; i++)
        {
            Skip(OutPointSize);
            SkipBytes();
            Skip(sizeof(uint));
        }
        var outputs = ReadCount(SmallestOutput);
        for (var i = 0; i < outputs && !_failed; i++)
        {
            Skip(sizeof(ulong));
            SkipBytes();
        }
        var witness = _position;
        if (segwit) SkipWitness(inputs);
        Skip(sizeof(uint));
        if (_failed) return false;
        Position++;
        extent = new(start, body, witness, _position);
        return true;
    }

    private void SkipWitness(int inputs)
    {
        var any = false;
        for (var i = 0; i < inputs && !_failed; i++)
        {
            var items = ReadCount(smallest: 1);
            any |= items > 0;
            for (var item = 0; item < items && !_failed; item++) SkipBytes();
        }
        // A flag without any witness would be a second form of the same bytes; consensus refuses it.
        _failed |= !any;
    }

    private readonly bool IsCoinbase(int inputs) => inputs == 1 && _bytes.Length - _position >= OutPointSize
        && _bytes.Slice(_position, OutPointSize) is var previous
        && BinaryPrimitives.ReadUInt32LittleEndian(previous[32..]) == uint.MaxValue && !previous[..32].ContainsAnyExcept((byte)0);

    private void SkipBytes() => Skip(ReadCompactSize());

    private void Skip(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _position)) _failed = true;
        else _position += (int)length;
    }

    private int ReadCount(int smallest)
    {
        var count = ReadCompactSize();
        _failed |= count > (ulong)((_bytes.Length - _position) / smallest);
        return _failed ? 0 : (int)count;
    }

    private ulong ReadCompactSize()
    {
        if (_failed || _position >= _bytes.Length)
        {
            _failed = true;
            return 0;
        }
        var first = _bytes[_position++];
        return first < 0xfd ? first : ReadLongSize(first);
    }

    private ulong ReadLongSize(byte first)
    {
        var rest = _bytes[_position..];
        var (width, least) = first switch { 0xfd => (2, 0xfdUL), 0xfe => (4, 0x1_0000UL), _ => (8, 0x1_0000_0000UL) };
        _failed |= rest.Length < width;
        if (_failed) return 0;
        _position += width;
        var value = width switch
        {
            2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(rest),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(rest),
        };
        // Bitcoin Core takes no size in a longer form than it needs.
        _failed |= value < least;
        return _failed ? 0 : value;
    }
}
