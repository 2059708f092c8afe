using System.Runtime.InteropServices;
using System.Text;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace Plugins.LlamaCpp.Tests.Grammars;

/// <summary>llama.cpp's own reading of a grammar, over the sample's vocabulary, which has a token for each byte.</summary>
internal sealed unsafe class NativeGrammar : IDisposable
{
    private static readonly Lazy<ModelHandle> Model = new(LoadVocabulary);
    private static readonly nint Library = NativeEngine.Load(TinyModel.NativesDir).Folder.Load("llama");
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint> Init =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)NativeLibrary.GetExport(Library, "llama_sampler_init_grammar");
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte**, nuint, int*, nuint, nint> InitLazy =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte**, nuint, int*, nuint, nint>)NativeLibrary.GetExport(Library, "llama_sampler_init_grammar_lazy_patterns");
    private static readonly delegate* unmanaged[Cdecl]<nint, Candidates*, void> Apply =
        (delegate* unmanaged[Cdecl]<nint, Candidates*, void>)NativeLibrary.GetExport(Library, "llama_sampler_apply");
    private static readonly delegate* unmanaged[Cdecl]<nint, int, void> Accept =
        (delegate* unmanaged[Cdecl]<nint, int, void>)NativeLibrary.GetExport(Library, "llama_sampler_accept");

    private readonly nint _sampler;

    public NativeGrammar(string gbnf, IReadOnlyList<string>? triggers = null)
    {
        var strings = (triggers ?? []).Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        fixed (byte* text = Encoding.UTF8.GetBytes(gbnf + '\0'))
        fixed (byte* root = "root\0"u8)
        fixed (nint* patterns = strings)
        {
            var vocabulary = LlamaApi.llama_model_get_vocab(Model.Value);
            _sampler = triggers is null
                ? Init(vocabulary, text, root)
                : InitLazy(vocabulary, text, root, (byte**)patterns, (nuint)strings.Length, null, 0);
        }
        foreach (var pattern in strings) Marshal.FreeCoTaskMem(pattern);
    }

    public bool IsRead => _sampler != 0;

    public static Vocabulary Vocabulary { get; } = new(Model.Value);

    /// <summary>Whether a text fits as a whole, fed byte by byte; never a byte that would end the process.</summary>
    public bool Accepts(string text)
    {
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (!Allows(Bytes[value])) return false;
            Accept(_sampler, Bytes[value]);
        }
        return Allows(End);
    }

    /// <summary>Feeds a token without asking.</summary>
    public void Feed(int token) => Accept(_sampler, token);

    public bool Allows(int token)
    {
        var candidate = new Candidate { Id = token, Logit = 1 };
        var all = new Candidates { Data = &candidate, Size = 1, Selected = -1 };
        Apply(_sampler, &all);
        return !float.IsNegativeInfinity(candidate.Logit);
    }

    public void Dispose()
    {
        if (_sampler != 0) LlamaApi.llama_sampler_free(_sampler);
    }

    private static Dictionary<byte, int> Bytes { get; } = Enumerable.Range(0, Vocabulary.Size)
        .Where(token => Vocabulary.Piece(token, new byte[8]).Length == 1)
        .GroupBy(token => Vocabulary.Piece(token, new byte[8])[0]).ToDictionary(group => group.Key, group => group.First());

    private static int End { get; } = Enumerable.Range(0, Vocabulary.Size).First(Vocabulary.Ends);

    private static ModelHandle LoadVocabulary()
    {
        var parameters = LlamaApi.llama_model_default_params();
        fixed (byte* name = Encoding.UTF8.GetBytes(TinyModel.PathOf("Q4_0") + '\0'))
        {
            var paths = stackalloc byte*[] { name };
            return new ModelHandle(LlamaApi.llama_model_load_from_splits(paths, 1, parameters));
        }
    }

    /// <summary><c>llama_token_data</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Candidate
    {
        public int Id;
        public float Logit;
        public float P;
    }

    /// <summary><c>llama_token_data_array</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Candidates
    {
        public Candidate* Data;
        public nuint Size;
        public long Selected;
        public byte Sorted;
    }
}
