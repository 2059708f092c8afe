using System.Runtime.InteropServices;
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
    private int[]? _ends;

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

    /// <summary>The token that ends a text, or -1.</summary>
    public int End => LlamaApi.llama_vocab_eos(_vocabulary);

    /// <summary>Whether a text begins with that token.</summary>
    public bool AddsBegin => LlamaApi.llama_vocab_get_add_bos(_vocabulary) != 0;

    /// <summary>The marks around what is before, after and in the middle of a gap to fill, or null for a model that fills none.</summary>
    public (int Before, int After, int Middle)? Infill =>
        (LlamaApi.llama_vocab_fim_pre(_vocabulary), LlamaApi.llama_vocab_fim_suf(_vocabulary), LlamaApi.llama_vocab_fim_mid(_vocabulary)) is
            var marks and ( >= 0, >= 0, >= 0) ? marks : null;

    /// <summary>The tokens that end a text.</summary>
    public IReadOnlyList<int> EndTokens => _ends ??= [.. Enumerable.Range(0, Size).Where(Ends)];

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

    /// <summary>
    /// A query and a text that may answer it, as rerankers are trained to read them: each ended, with a separator between.
    /// </summary>
    public int[] Pair(string query, string document)
    {
        var separator = LlamaApi.llama_vocab_sep(_vocabulary);
        int[] begin = AddsBegin ? [Begin] : [];
        int[] end = LlamaApi.llama_vocab_get_add_eos(_vocabulary) != 0 && (End >= 0 ? End : separator) is >= 0 and var last ? [last] : [];
        int[] between = LlamaApi.llama_vocab_get_add_sep(_vocabulary) != 0 && separator >= 0 ? [separator] : [];
        var (asked, given) = (Tokenize(query, marks: false, readMarks: false), Tokenize(document, marks: false, readMarks: false));
        return [.. begin, .. asked, .. end, .. between, .. given, .. end];
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

    /// <summary>The token that a mark is by itself, or -1.</summary>
    public int Mark(string text) => Tokenize(text, marks: false) is [var token] && IsControl(token) ? token : -1;

    /// <summary>The text of a mark; empty for none.</summary>
    public string MarkText(int token)
    {
        if (token < 0) return "";
        var buffer = new byte[256];
        fixed (byte* to = buffer)
        {
            var length = LlamaApi.llama_token_to_piece(_vocabulary, token, to, buffer.Length, 0, special: 1);
            return Encoding.UTF8.GetString(buffer, 0, Math.Max(length, 0));
        }
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

    /// <summary>A sampler that lets through only what a grammar in GBNF allows.</summary>
    /// <param name="grammar">The grammar.</param>
    /// <param name="triggers">Patterns of which one has to match before it takes hold; none: it holds at once.</param>
    public SamplerHandle Grammar(string grammar, IReadOnlyList<string> triggers)
    {
        var patterns = triggers.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (nint* first = patterns)
            {
                var sampler = patterns.Length == 0
                    ? LlamaApi.llama_sampler_init_grammar(_vocabulary, grammar, "root")
                    : LlamaApi.llama_sampler_init_grammar_lazy_patterns(
                        _vocabulary, grammar, "root", (byte**)first, (nuint)patterns.Length, null, 0);
                return sampler != 0
                    ? new SamplerHandle(sampler)
                    : throw new RequestException(
                        "The grammar is not one that llama.cpp can read: see its grammars/README.md for GBNF, "
                        + "and name the first rule root.");
            }
        }
        finally
        {
            foreach (var pattern in patterns) Marshal.FreeCoTaskMem(pattern);
        }
    }

    /// <summary>DRY, which splits its breakers by the vocabulary.</summary>
    public nint Dry(float multiplier, float @base, int allowedLength, int lastN, byte** breakers, int count) =>
        LlamaApi.llama_sampler_init_dry(_vocabulary, multiplier, @base, allowedLength, lastN, breakers, (nuint)count);

    private int Tokenize(ReadOnlySpan<byte> text, Span<int> tokens, bool marks, bool readMarks)
    {
        fixed (byte* from = text)
        fixed (int* to = tokens)
        {
            var (adds, reads) = (marks ? (byte)1 : (byte)0, readMarks ? (byte)1 : (byte)0);
            return LlamaApi.llama_tokenize(_vocabulary, from, text.Length, to, tokens.Length, adds, reads);
        }
    }

    private int Write(int token, Span<byte> buffer)
    {
        fixed (byte* to = buffer) return LlamaApi.llama_token_to_piece(_vocabulary, token, to, buffer.Length, 0, special: 0);
    }
}
