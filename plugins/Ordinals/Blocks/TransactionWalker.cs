using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>Steps over the transactions of a block without taking them apart: it accepts exactly what a block's transactions may be, and allocates nothing.</summary>
internal ref struct TransactionWalker
{
    public const int SmallestInput = 41;

    private const int SmallestOutput = 9, SmallestTransaction = 60, OutPointSize = 36;

    private readonly int _length;
    private SpanReader _reader;

    /// <summary>Begins behind the header of a block.</summary>
    public TransactionWalker(ReadOnlySpan<byte> block)
    {
        _length = block.Length;
        _reader = new(block, BlockHeader.Size);
        if (block.Length is < Block.SmallestSize or > Block.MaximumSize) _reader.Fail();
        Count = _reader.ReadCount(SmallestTransaction);
        if (Count == 0) _reader.Fail();
    }

    /// <summary>How many transactions the block says it has.</summary>
    public int Count { get; }

    /// <summary>How many were stepped over.</summary>
    public int Position { get; private set; }

    /// <summary>Whether every transaction was stepped over, and nothing follows.</summary>
    public readonly bool IsComplete => !_reader.Failed && Position == Count && _reader.Position == _length;

    /// <summary>The next transaction; false behind the last, and where the bytes are no transaction.</summary>
    public bool TryNext(out TransactionExtent extent)
    {
        extent = default;
        if (_reader.Failed || Position == Count) return false;
        var reader = _reader;
        var start = reader.Position;
        reader.Skip(sizeof(uint));
        // BIP144: a marker that would be an empty list of inputs, and the flag 1.
        var segwit = reader.Rest is [0, 1, ..];
        if (segwit) reader.Skip(2);
        var body = reader.Position;
        var inputs = reader.ReadCount(SmallestInput);
        if (inputs == 0 || IsCoinbase(inputs, reader.Rest) != (Position == 0)) reader.Fail();
        for (var i = 0; i < inputs && !reader.Failed; i++)
        {
            reader.Skip(OutPointSize);
            reader.SkipBytes();
            reader.Skip(sizeof(uint));
        }
        var outputs = reader.ReadCount(SmallestOutput);
        for (var i = 0; i < outputs && !reader.Failed; i++)
        {
            reader.Skip(sizeof(ulong));
            reader.SkipBytes();
        }
        var witness = reader.Position;
        // A flag without any witness would be a second form of the same bytes; consensus refuses it.
        var any = !segwit;
        for (var i = 0; segwit && i < inputs && !reader.Failed; i++)
        {
            var items = reader.ReadCount(smallest: 1);
            any |= items > 0;
            for (var item = 0; item < items && !reader.Failed; item++) reader.SkipBytes();
        }
        if (!any) reader.Fail();
        reader.Skip(sizeof(uint));
        _reader = reader;
        if (reader.Failed) return false;
        Position++;
        extent = new(start, body, witness, reader.Position);
        return true;
    }

    private static bool IsCoinbase(int inputs, ReadOnlySpan<byte> rest) => inputs == 1 && rest.Length >= OutPointSize
        && BinaryPrimitives.ReadUInt32LittleEndian(rest[32..]) == uint.MaxValue && !rest[..32].ContainsAnyExcept((byte)0);
}
