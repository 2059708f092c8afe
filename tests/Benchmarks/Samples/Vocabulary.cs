using System.Globalization;
using System.Text;

namespace GoatHost.Benchmarks.Samples;

/// <summary>A GGUF header with the vocabulary of a present-day model: 128k tokens, their types, 280k merges.</summary>
internal static class Vocabulary
{
    private const int Tokens = 128_256;
    private const int Merges = 280_147;

    public static byte[] Gguf()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        writer.Write(4UL);
        Key(writer, "general.architecture", 8);
        Text(writer, "llama");
        Array(writer, "tokenizer.ggml.tokens", 8, Tokens, i => Text(writer, string.Create(CultureInfo.InvariantCulture, $"tok{i}")));
        Array(writer, "tokenizer.ggml.token_type", 5, Tokens, _ => writer.Write(1));
        Array(writer, "tokenizer.ggml.merges", 8, Merges, i => Text(writer, string.Create(CultureInfo.InvariantCulture, $"a{i} b{i}")));
        Text(writer, "t");
        writer.Write(1u);
        writer.Write(32UL);
        writer.Write(0u);
        writer.Write(0UL);
        writer.Write(new byte[(int)((file.Length + 31) / 32 * 32 - file.Length) + 128]);
        return file.ToArray();
    }

    private static void Array(BinaryWriter writer, string key, uint type, int count, Action<int> element)
    {
        Key(writer, key, 9);
        writer.Write(type);
        writer.Write((ulong)count);
        for (var i = 0; i < count; i++) element(i);
    }

    private static void Key(BinaryWriter writer, string key, uint type)
    {
        Text(writer, key);
        writer.Write(type);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
