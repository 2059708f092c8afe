namespace GoatHost.TestKit.Gguf;

/// <summary>Writes sound GGUF files: keys, and tensors whose bytes are made when they are written, however many they are.</summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;
    private const uint F32 = 0;

    private readonly List<Tensor> _tensors = [];

    public GgufKeys Keys { get; } = new();

    /// <summary>Adds a tensor of 32-bit floats.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Its sizes, the row first.</param>
    /// <param name="values">Its weights, row by row.</param>
    public void Add(string name, int[] dimensions, float[] values)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(values);
        if (dimensions.Aggregate(1L, (product, size) => product * size) != values.Length) throw new ArgumentException($"{name} has other sizes than values");
        Add(name, dimensions, F32, values.Length * sizeof(float), writer =>
        {
            foreach (var value in values) writer.Write(value);
        });
    }

    /// <summary>Adds a tensor of any type.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Its sizes, the row first.</param>
    /// <param name="type"><c>enum ggml_type</c>.</param>
    /// <param name="bytes">How many it takes.</param>
    /// <param name="data">Writes them.</param>
    public void Add(string name, int[] dimensions, uint type, long bytes, Action<BinaryWriter> data) =>
        _tensors.Add(new Tensor(name, dimensions, type, bytes, data));

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using var file = File.Create(path);
        using var writer = new BinaryWriter(file);
        WriteHeader(writer);
        foreach (var tensor in _tensors)
        {
            tensor.Data(writer);
            Pad(writer);
        }
    }

    private void WriteHeader(BinaryWriter writer)
    {
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        Keys.WriteTo(writer);
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            GgufKeys.Write(writer, tensor.Name);
            writer.Write((uint)tensor.Dimensions.Length);
            foreach (var dimension in tensor.Dimensions) writer.Write((ulong)dimension);
            writer.Write(tensor.Type);
            writer.Write((ulong)offset);
            offset += Padded(tensor.Bytes);
        }
        Pad(writer);
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        var at = writer.BaseStream.Position;
        writer.Write(new byte[Padded(at) - at]);
    }

    private sealed record Tensor(string Name, int[] Dimensions, uint Type, long Bytes, Action<BinaryWriter> Data);
}
