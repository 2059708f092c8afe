using System.Text;

namespace GoatHost.Engine.Tests.Verification.Gguf;

/// <summary>Writes GGUF files, sound ones and others: every field can be set to what it must not be.</summary>
internal sealed class GgufBuilder
{
    private readonly List<byte> _keys = [];
    private readonly List<byte> _tensors = [];
    private ulong _keyCount;
    private ulong _tensorCount;
    private long _data;

    public byte[] Magic { get; set; } = "GGUF"u8.ToArray();
    public uint Version { get; set; } = 3;
    public ulong? ClaimedKeys { get; set; }
    public ulong? ClaimedTensors { get; set; }
    public int Alignment { get; set; } = 32;
    public int CutBytes { get; set; }

    /// <summary>A small sound model: one tensor, an architecture.</summary>
    public static GgufBuilder Small() => new GgufBuilder().Text("general.architecture", "llama").Tensor("a", 8, [32, 2], 68);

    public GgufBuilder Text(string key, string value) => Key(key, 8, writer => WriteText(writer, value));

    public GgufBuilder U32(string key, uint value) => Key(key, 4, writer => writer.Write(value));

    public GgufBuilder U16(string key, ushort value) => Key(key, 2, writer => writer.Write(value));

    public GgufBuilder Array(string key, uint elementType, ulong count, Action<BinaryWriter> elements) => Key(key, 9, writer =>
    {
        writer.Write(elementType);
        writer.Write(count);
        elements(writer);
    });

    public GgufBuilder Key(string key, uint type, Action<BinaryWriter> value) => RawKey(writer =>
    {
        WriteText(writer, key);
        writer.Write(type);
        value(writer);
    });

    public GgufBuilder RawKey(Action<BinaryWriter> write)
    {
        Append(_keys, write);
        _keyCount++;
        return this;
    }

    /// <summary>A tensor, placed after the last unless an offset is given, with so many bytes of data.</summary>
    public GgufBuilder Tensor(string name, uint type, ulong[] dimensions, long bytes, ulong? offset = null)
    {
        Append(_tensors, writer =>
        {
            WriteText(writer, name);
            writer.Write((uint)dimensions.Length);
            foreach (var dimension in dimensions) writer.Write(dimension);
            writer.Write(type);
            writer.Write(offset ?? (ulong)_data);
        });
        _data = Align(_data + bytes);
        _tensorCount++;
        return this;
    }

    public byte[] Build()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(ClaimedTensors ?? _tensorCount);
        writer.Write(ClaimedKeys ?? _keyCount);
        writer.Write(_keys.ToArray());
        writer.Write(_tensors.ToArray());
        if (_tensorCount > 0) writer.Write(new byte[Align(file.Length) - file.Length + _data]);
        return file.ToArray()[..^CutBytes];
    }

    public static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Append(List<byte> to, Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        to.AddRange(bytes.ToArray());
    }

    private long Align(long value) => (value + Alignment - 1) / Alignment * Alignment;
}
