using System.Text;

namespace GoatHost.Plugins.LlamaCpp.Texts;

/// <summary>Joins pieces of UTF-8 into whole characters: what is begun waits for its rest.</summary>
internal sealed class Utf8Pieces
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Adds a piece.</summary>
    /// <returns>The characters that are whole with it; U+FFFD for what can never be one.</returns>
    public string Add(ReadOnlySpan<byte> piece) => Decode(piece, flush: false);

    /// <summary>Ends the text.</summary>
    /// <returns>U+FFFD if a character was left unfinished, else nothing.</returns>
    public string End() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> piece, bool flush)
    {
        Span<char> few = stackalloc char[64];
        var most = Encoding.UTF8.GetMaxCharCount(piece.Length + 4);
        var chars = most <= few.Length ? few : new char[most];
        return chars[.._decoder.GetChars(piece, chars, flush)].ToString();
    }
}
