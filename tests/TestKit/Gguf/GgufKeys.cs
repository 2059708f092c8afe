using System.Text;

namespace GoatHost.TestKit.Gguf;

/// <summary>The metadata of a GGUF file that is being written.</summary>
public sealed class GgufKeys
{
    private const uint U32 = 4;
    private const uint I32 = 5;
    private const uint F32 = 6;
    private const uint Bool = 7;
    private const uint Utf8 = 8;
    private const uint Array = 9;

    private readonly List<Action<BinaryWriter>> _keys = [];
    private ulong _copied;

    public void Text(string key, string value) => Add(key, Utf8, writer => Write(writer, value));

    public void Number(string key, uint value) => Add(key, U32, writer => writer.Write(value));

    public void Real(string key, float value) => Add(key, F32, writer => writer.Write(value));

    public void Flag(string key, bool value) => Add(key, Bool, writer => writer.Write(value));

    public void Texts(string key, IReadOnlyList<string> values) => AddMany(key, Utf8, values, Write);

    public void Reals(string key, IReadOnlyList<float> values) => AddMany(key, F32, values, (writer, value) => writer.Write(value));

    public void Integers(string key, IReadOnlyList<int> values) => AddMany(key, I32, values, (writer, value) => writer.Write(value));

    /// <summary>Takes keys over as they lie in another file.</summary>
    public void Copy(byte[] keys, ulong count)
    {
        _keys.Add(writer => writer.Write(keys));
        _copied += count - 1;
    }

    /// <summary>Writes the count of keys, and the keys.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write((ulong)_keys.Count + _copied);
        foreach (var key in _keys) key(writer);
    }

    /// <summary>A text as GGUF has it: its length in bytes, and UTF-8.</summary>
    public static void Write(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private void AddMany<T>(string key, uint type, IReadOnlyList<T> values, Action<BinaryWriter, T> write) => Add(key, Array, writer =>
    {
        writer.Write(type);
        writer.Write((ulong)values.Count);
        foreach (var value in values) write(writer, value);
    });

    private void Add(string key, uint type, Action<BinaryWriter> value) => _keys.Add(writer =>
    {
        Write(writer, key);
        writer.Write(type);
        value(writer);
    });
}
