using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <content>Vocabularies and chat templates.</content>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama)]
    internal static partial int llama_vocab_type(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_n_tokens(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_bos(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_eos(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_sep(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial byte llama_vocab_get_add_bos(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial byte llama_vocab_get_add_eos(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial byte llama_vocab_get_add_sep(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial byte llama_vocab_is_eog(nint vocabulary, int token);

    [LibraryImport(Llama)]
    internal static partial byte llama_vocab_is_control(nint vocabulary, int token);

    [LibraryImport(Llama)]
    internal static partial int llama_tokenize(nint vocabulary, byte* text, int length, int* tokens, int capacity,
        byte addSpecial, byte parseSpecial);

    [LibraryImport(Llama)]
    internal static partial int llama_token_to_piece(nint vocabulary, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport(Llama)]
    internal static partial int llama_chat_apply_template(byte* template, NativeChatMessage* messages, nuint count, byte addAssistant,
        byte* buffer, int length);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_fim_pre(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_fim_suf(nint vocabulary);

    [LibraryImport(Llama)]
    internal static partial int llama_vocab_fim_mid(nint vocabulary);
}
