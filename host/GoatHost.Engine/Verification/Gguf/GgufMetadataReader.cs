using System.Buffers.Binary;
using System.Text;

namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Reads the key and value pairs of a header.</summary>
internal sealed class GgufMetadataReader(GgufCursor cursor)
{
    private int _keptTextBytes;
    private int _keptElements;

    public Dictionary<string, GgufValue> Read(int count)
    {
        var values = new Dictionary<string, GgufValue>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var start = cursor.Position;
            var key = cursor.Name(GgufLimits.KeyBytes, $"key {i}");
            if (values.ContainsKey(key)) throw cursor.Refuse(start, $"the key {ShownText.Of(key)} appears twice");
            values.Add(key, ReadValue(ShownText.Of(key)));
            if (cursor.Position > GgufLimits.HeaderBytes)
                throw cursor.Refuse(start, $"the header is longer than {GgufLimits.HeaderBytes >> 20} MiB");
        }
        return values;
    }

    private GgufValue ReadValue(string key)
    {
        var type = ReadType(key);
        return type == GgufValueType.Array ? ReadArray(key) : ReadScalar(type, key);
    }

    /// <summary>Reads a value that is no array.</summary>
    public GgufValue ReadScalar(GgufValueType type, string key)
    {
        var offset = cursor.Position;
        return type == GgufValueType.Text
            ? new GgufValue { Type = type, Offset = offset, Text = ReadText(key) }
            : new GgufValue { Type = type, Offset = offset, Whole = ReadInteger(type, key, out var number), Real = number };
    }

    private GgufValueType ReadType(string key)
    {
        var start = cursor.Position;
        var type = cursor.UInt32($"the type of {key}");
        return type <= (uint)GgufValueType.F64 ? (GgufValueType)type : throw cursor.Refuse(start, $"{key} is of type {type}, which does not exist");
    }

    private string ReadText(string key)
    {
        var start = cursor.Position;
        var length = cursor.TextLength(GgufLimits.TextBytes, key);
        if ((_keptTextBytes += length) > GgufLimits.KeptTextBytes)
            throw cursor.Refuse(start, $"the texts up to {key} are more than {GgufLimits.KeptTextBytes >> 20} MiB");
        return Encoding.UTF8.GetString(cursor.Bytes(length, key));
    }

    private GgufValue ReadArray(string key)
    {
        var start = cursor.Position;
        var type = ReadType(key);
        if (type == GgufValueType.Array) throw cursor.Refuse(start, $"{key} is an array of arrays, which llama.cpp does not read");
        var count = cursor.UInt64($"the length of {key}");
        var least = type == GgufValueType.Text ? 8 : GgufValueTypes.SizeOf(type);
        if (count > (ulong)GgufLimits.ArrayElements)
            throw cursor.Refuse(start, $"{key} claims {count} elements, more than the {GgufLimits.ArrayElements} that are allowed");
        if ((long)count > cursor.Remaining / least)
            throw cursor.Refuse(start, $"{key} claims {count} elements, and only {cursor.Remaining} bytes follow");
        var offset = cursor.Position;
        IReadOnlyList<long>? kept = null;
        if (type == GgufValueType.Text && key == GgufTokens.Key) new GgufTokens(cursor).Skip((long)count);
        else if (type == GgufValueType.Text) SkipTexts((long)count, key);
        else if (IsKept(type, count)) kept = ReadIntegers(type, (int)count, key);
        else cursor.Skip((long)count * least, key);
        return new GgufValue { Type = GgufValueType.Array, ElementType = type, Count = (long)count, Offset = offset, Integers = kept };
    }

    private bool IsKept(GgufValueType type, ulong count) => GgufValueTypes.IsInteger(type)
        && count <= GgufLimits.KeptArrayElements && (_keptElements += (int)count) <= GgufLimits.KeptElementsInAll;

    private void SkipTexts(long count, string key)
    {
        for (var i = 0L; i < count; i++) cursor.Skip(cursor.TextLength(GgufLimits.TextBytes, key), key);
    }

    private long[]? ReadIntegers(GgufValueType type, int count, string key)
    {
        var values = new long[count];
        var fit = true;
        for (var i = 0; i < count; i++)
        {
            var value = ReadInteger(type, key, out _);
            fit &= value is not null;
            values[i] = value ?? 0;
        }
        return fit ? values : null;
    }

    private long? ReadInteger(GgufValueType type, string key, out double? number)
    {
        var start = cursor.Position;
        var bytes = cursor.Take(GgufValueTypes.SizeOf(type), key);
        number = type switch
        {
            GgufValueType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            GgufValueType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => null,
        };
        return type switch
        {
            GgufValueType.U8 => bytes[0],
            GgufValueType.I8 => (sbyte)bytes[0],
            GgufValueType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            GgufValueType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            GgufValueType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            GgufValueType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            GgufValueType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes) is <= long.MaxValue and var value ? (long)value : null,
            GgufValueType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            GgufValueType.Bool when bytes[0] <= 1 => bytes[0],
            GgufValueType.Bool => throw cursor.Refuse(start, $"{key} is a bool and holds {bytes[0]}"),
            _ => null,
        };
    }
}
