namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Reads the table of tensors and places each in the file, by the rules llama.cpp applies: in order, aligned, no gap and no overlap.</summary>
internal sealed class GgufTensorReader(GgufCursor cursor, int alignment)
{
    private sealed record Entry(string Name, GgufTensorType Type, long[] Dimensions, long Elements, long Size, long OffsetAt, ulong Offset);

    public (IReadOnlyList<GgufTensor> Tensors, long DataOffset) Read(int count)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<Entry>(count);
        for (var i = 0; i < count; i++)
        {
            var start = cursor.Position;
            var entry = ReadEntry($"the name of tensor {i}");
            if (!names.Add(entry.Name)) throw cursor.Refuse(start, $"the tensor {ShownText.Of(entry.Name)} appears twice");
            entries.Add(entry);
        }
        if (cursor.Position > GgufLimits.HeaderBytes)
            throw cursor.Refuse(cursor.Position, $"the header is longer than {GgufLimits.HeaderBytes >> 20} MiB");
        var data = Align(cursor.Position);
        return (Place(entries, data), data);
    }

    private Entry ReadEntry(string what)
    {
        var name = cursor.Name(GgufLimits.TensorNameBytes, what);
        var shown = $"tensor {ShownText.Of(name)}";
        var dimensions = ReadDimensions(shown, out var elements);
        var typeAt = cursor.Position;
        var id = cursor.UInt32($"the type of {shown}");
        var type = GgufTensorType.Find(id) ?? throw cursor.Refuse(typeAt, GgufTensorType.IsRemoved(id)
            ? $"{shown} is of type {id}, which ggml has removed"
            : $"{shown} is of type {id}, which does not exist in ggml today");
        var row = dimensions.Length == 0 ? 1 : dimensions[0];
        if (row % type.BlockElements != 0)
            throw cursor.Refuse(typeAt,
                $"{shown} has rows of {row} elements, no multiple of the {type.BlockElements} of a {type.Name} block");
        var blocks = elements / type.BlockElements;
        if (blocks > long.MaxValue / type.BlockBytes) throw cursor.Refuse(typeAt, $"{shown} has more bytes than 63 bits can count");
        var offsetAt = cursor.Position;
        return new Entry(name, type, dimensions, elements, blocks * type.BlockBytes, offsetAt, cursor.UInt64($"the offset of {shown}"));
    }

    private long[] ReadDimensions(string shown, out long elements)
    {
        var start = cursor.Position;
        var count = cursor.UInt32($"the number of dimensions of {shown}");
        if (count > GgufLimits.Dimensions) throw cursor.Refuse(start, $"{shown} has {count} dimensions, more than {GgufLimits.Dimensions}");
        var dimensions = new long[count];
        elements = 1;
        for (var i = 0; i < dimensions.Length; i++)
        {
            start = cursor.Position;
            var size = cursor.UInt64($"the dimensions of {shown}");
            if (size > long.MaxValue || (size != 0 && elements > long.MaxValue / (long)size))
                throw cursor.Refuse(start, $"{shown} has more elements than 63 bits can count");
            dimensions[i] = (long)size;
            elements *= dimensions[i];
        }
        return dimensions;
    }

    private List<GgufTensor> Place(List<Entry> entries, long data)
    {
        var tensors = new List<GgufTensor>(entries.Count);
        var next = 0L;
        foreach (var entry in entries)
        {
            var shown = $"tensor {ShownText.Of(entry.Name)}";
            if (entry.Offset % (uint)alignment != 0)
                throw cursor.Refuse(entry.OffsetAt, $"{shown} begins at {entry.Offset}, which is not aligned to {alignment}");
            if (entry.Offset != (ulong)next)
                throw cursor.Refuse(entry.OffsetAt, $"{shown} begins at {entry.Offset}, and the one before ends at {next}");
            if (entry.Size > cursor.Length - data - next)
                throw cursor.Refuse(entry.OffsetAt, $"{shown} of {entry.Size} bytes does not end inside the file of {cursor.Length} bytes");
            tensors.Add(new GgufTensor(entry.Name, entry.Type, entry.Dimensions, entry.Elements, data + next, entry.Size));
            next = Align(next + entry.Size);
        }
        return tensors;
    }

    private long Align(long value) => (value + alignment - 1) & -alignment;
}
