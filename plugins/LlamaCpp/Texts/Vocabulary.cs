using System.Text;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Texts;

/// <summary>A model's vocabulary: text to tokens and back. Safe from several threads while its model is held.</summary>
internal sealed unsafe class Vocabulary
{
    /// <summary><c>LLAMA_VOCAB_TYPE_WPM</c>.</summary>
    private const int WordPiece = 3;

    private readonly nint _vocabulary;
    private readonly int _kind;

    public Vocabulary(ModelHandle model)
    {
        _vocabulary = LlamaApi.llama_model_get_vocab(model);
        _kind = LlamaApi.llama_vocab_type(_vocabulary);
        Size = LlamaApi.llama_vocab_n_tokens(_vocabulary);
    }

    /// <summary>False for a model that has weights and no words: nearly every call on its vocabulary would abort the process.</summary>
    public bool HasTokenizer => _kind != 0 && Size > 0;

    /// <summary>Whether the marks that it adds to a text exist; llama.cpp aborts the process where they do not.</summary>
    public bool HasItsMarks =>
        (LlamaApi.llama_vocab_get_add_bos(_vocabulary) == 0 || Begin >= 0)
        && (LlamaApi.llama_vocab_get_add_eos(_vocabulary) == 0 || LlamaApi.llama_vocab_eos(_vocabulary) >= 0)
        && (_kind != WordPiece || (Begin >= 0 && LlamaApi.llama_vocab_sep(_vocabulary) >= 0));

    public int Size { get; }

    /// <summary>The token that begins a text, or -1.</summary>
    public int Begin => LlamaApi.llama_vocab_bos(_vocabulary);

    public bool Ends(int token) => LlamaApi.llama_vocab_is_eog(_vocabulary, token) != 0;

    public bool IsControl(int token) => LlamaApi.llama_vocab_is_control(_vocabulary, token) != 0;

    /// <summary>Splits a text. Marks such as <c>&lt;|im_start|&gt;</c> in it become the tokens that they name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marks">Whether to add the begin and end marks that the model wants.</param>
    /// <param name="readMarks">Whether marks in the text are read as such.</param>
    public int[] Tokenize(string text, bool marks, bool readMarks = true)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // A token is at least a byte, but for the marks and a space put in front.
        var tokens = new int[bytes.Length + 8];
        var count = Tokenize(bytes, tokens, marks, readMarks);
        if (count == int.MinValue) throw new RequestException("The text has more tokens than llama.cpp can count: shorten it.");
        if (count < 0) count = Tokenize(bytes, tokens = new int[-count], marks, readMarks);
        return tokens[..Math.Max(count, 0)];
    }

    /// <summary>Writes the bytes of a token, which may be a part of a character; nothing for marks.</summary>
    /// <returns>The bytes written, a part of <paramref name="buffer"/> or of a larger one.</returns>
    public ReadOnlySpan<byte> Piece(int token, Span<byte> buffer)
    {
        var length = Write(token, buffer);
        if (length >= 0) return buffer[..length];
        var larger = new byte[-length];
        return larger.AsSpan(0, Math.Max(Write(token, larger), 0));
    }

    /// <summary>The bytes of a token that a person named.</summary>
    public ReadOnlyMemory<byte> Bytes(int token) => (uint)token < (uint)Size
        ? Piece(token, stackalloc byte[128]).ToArray()
        : throw new RequestException($"There is no token {token}: the model knows {Size}, from 0.");

    /// <summary>The text of a token by itself; empty for marks and for a part of a character.</summary>
    public string PieceText(int token)
    {
        var piece = Piece(token, stackalloc byte[128]);
        return System.Text.Unicode.Utf8.IsValid(piece) ? Encoding.UTF8.GetString(piece) : "";
    }

    private int Tokenize(ReadOnlySpan<byte> text, Span<int> tokens, bool marks, bool readMarks)
    {
        fixed (byte* from = text)
        fixed (int* to = tokens)
        {
            return LlamaApi.llama_tokenize(_vocabulary, from, text.Length, to, tokens.Length, marks ? (byte)1 : (byte)0, readMarks ? (byte)1 : (byte)0);
        }
    }

    private int Write(int token, Span<byte> buffer)
    {
        fixed (byte* to = buffer) return LlamaApi.llama_token_to_piece(_vocabulary, token, to, buffer.Length, 0, special: 0);
    }
}
