using System.Globalization;
using System.Text;

namespace GoatHost.TestKit.Gguf;

/// <summary>A vocabulary as SentencePiece has it: three marks, 256 bytes, and words of syllables.</summary>
/// <param name="size">Tokens in all.</param>
public sealed class SyllableVocabulary(int size)
{
    /// <summary>The token of the first word.</summary>
    public const int FirstWord = 3 + 256;

    /// <summary>Writes it into a file's keys.</summary>
    public void WriteTo(GgufKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        keys.Text("tokenizer.ggml.model", "llama");
        keys.Texts("tokenizer.ggml.tokens", [.. Enumerable.Range(0, size).Select(Text)]);
        keys.Reals("tokenizer.ggml.scores", [.. Enumerable.Range(0, size).Select(at => -(float)at)]);
        keys.Integers("tokenizer.ggml.token_type", [.. Enumerable.Range(0, size).Select(KindOf)]);
        keys.Number("tokenizer.ggml.bos_token_id", 1);
        keys.Number("tokenizer.ggml.eos_token_id", 2);
    }

    /// <summary>A word as it stands in the vocabulary, the mark of a word's beginning included.</summary>
    public static string Word(int number)
    {
        var word = new StringBuilder("\u2581");
        for (var rest = number; ; rest /= 80)
        {
            word.Append("bcdfghjklmnprstv"[rest % 80 / 5]).Append("aeiou"[rest % 5]);
            if (rest < 80) return word.ToString();
        }
    }

    // enum llama_token_type: unknown 2, control 3, byte 6, normal 1.
    private static int KindOf(int token) => token switch { 0 => 2, 1 or 2 => 3, < FirstWord => 6, _ => 1 };

    private static string Text(int token) => token switch
    {
        0 => "<unk>",
        1 => "<s>",
        2 => "</s>",
        < FirstWord => string.Create(CultureInfo.InvariantCulture, $"<0x{token - 3:X2}>"),
        _ => Word(token - FirstWord),
    };
}
