using System.Globalization;
using GoatHost.TestKit.Gguf;

namespace GoatHost.Benchmarks.Samples;

/// <summary>A GGUF header with the vocabulary of a present-day model: 128k tokens, their types, 280k merges.</summary>
internal static class Vocabulary
{
    private const int Tokens = 128_256;
    private const int Merges = 280_147;

    public static byte[] Gguf()
    {
        var keys = new GgufKeys();
        keys.Text("general.architecture", "llama");
        keys.Texts("tokenizer.ggml.tokens", Numbered(Tokens, "tok{0}"));
        keys.Integers("tokenizer.ggml.token_type", [.. Enumerable.Repeat(1, Tokens)]);
        keys.Texts("tokenizer.ggml.merges", Numbered(Merges, "a{0} b{0}"));

        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1UL);
        keys.WriteTo(writer);
        GgufKeys.Write(writer, "t");
        writer.Write(1u);
        writer.Write(32UL);
        writer.Write(0u);
        writer.Write(0UL);
        writer.Write(new byte[(int)((file.Length + 31) / 32 * 32 - file.Length) + 128]);
        return file.ToArray();
    }

    private static string[] Numbered(int count, string pattern) =>
        [.. Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, pattern, i))];
}
