using System.Runtime.InteropServices;
using GoatHost.Abstractions;
using GoatHost.Plugins.LlamaCpp.Native;
using GoatHost.Plugins.LlamaCpp.Texts;

namespace GoatHost.Plugins.LlamaCpp.Loading;

/// <summary>A model in memory, with what is asked of it often.</summary>
internal sealed unsafe class LoadedModel : IDisposable
{
    private LoadedModel(ModelHandle handle)
    {
        Handle = handle;
        Vocabulary = new Vocabulary(handle);
        EmbeddingLength = LlamaApi.llama_model_n_embd_out(handle);
        Encodes = LlamaApi.llama_model_has_encoder(handle) != 0;
        IsRecurrent = LlamaApi.llama_model_is_recurrent(handle) != 0 || LlamaApi.llama_model_is_hybrid(handle) != 0;
        Scores = Math.Max((int)LlamaApi.llama_model_n_cls_out(handle), 1);
        Template = Marshal.PtrToStringUTF8((nint)LlamaApi.llama_model_chat_template(handle, null));
        RankTemplate = Marshal.PtrToStringUTF8((nint)LlamaApi.llama_model_chat_template(handle, "rerank"));
    }

    public ModelHandle Handle { get; }

    public Vocabulary Vocabulary { get; }

    public int EmbeddingLength { get; }

    /// <summary>Whether it has an encoder of its own: such a model is only embedded with here.</summary>
    public bool Encodes { get; }

    /// <summary>Whether it keeps a state that stands for all it has read: no part of it can be forgotten.</summary>
    public bool IsRecurrent { get; }

    /// <summary>Scores that it gives a pair of texts, if it ranks.</summary>
    public int Scores { get; }

    /// <summary>The adapters that were loaded beside it.</summary>
    public required LoadedAdapters Adapters { get; init; }

    /// <summary>The model's own chat template, or null.</summary>
    public string? Template { get; }

    /// <summary>How it wants a query and a text to rank put together, or null.</summary>
    public string? RankTemplate { get; }

    /// <summary>Loads a model; takes as long as its file is large.</summary>
    public static LoadedModel Load(VerifiedModel model, LoadPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        using var watch = new LoadWatch(progress, ct);
        var parameters = LlamaApi.llama_model_default_params();
        parameters.GpuLayers = plan.GpuLayers;
        parameters.LoadMode = plan.LoadMode;
        parameters.ProgressCallback = LoadWatch.Callback;
        parameters.ProgressUserData = watch.Address;

        NativeLog.Clear();
        ct.ThrowIfCancellationRequested();
        var loaded = Load(model.Files, parameters, plan.Devices);
        if (loaded == 0)
        {
            ct.ThrowIfCancellationRequested();
            throw watch.Fault is { } fault
                ? new GoatException($"Loading {model.Name} was broken off: {fault.Message}", fault)
                : new GoatException(
                    $"llama.cpp cannot load {model.Name}: {NativeLog.Reason()}. "
                    + "Its architecture may be newer than this llama.cpp, or memory may be short.");
        }
        var handle = new ModelHandle(loaded);
        try
        {
            return Usable(new LoadedModel(handle) { Adapters = LoadedAdapters.Load(handle, model.Adapters) }, model.Name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether it writes text: a model that only embeds has no memory to go on from.</summary>
    public bool Generates(LlamaContext context) => !Encodes && context.HasMemory && context.Pooling != Pooling.Rank;

    /// <summary>Asks the vocabulary from any thread, even while the model is being unloaded.</summary>
    public T Ask<T>(Func<Vocabulary, T> question)
    {
        var held = false;
        try
        {
            Handle.DangerousAddRef(ref held);
            return question(Vocabulary);
        }
        finally
        {
            if (held) Handle.DangerousRelease();
        }
    }

    public void Dispose() => Handle.Dispose();

    private static LoadedModel Usable(LoadedModel model, string name)
    {
        var fault = !model.Vocabulary.HasTokenizer ? "it has no tokenizer, and text cannot be given to it without one"
            : !model.Vocabulary.HasItsMarks ? "its tokenizer adds marks to a text that it does not have"
            : LlamaApi.llama_model_is_diffusion(model.Handle) != 0
                ? "it is a diffusion model, and this runtime runs only those that write word after word"
            : null;
        return fault is null ? model : throw new GoatException($"{name} cannot be used here: {fault}.");
    }

    // Always by the list of files: given one path alone, llama.cpp would look for other shards beside it, which nobody verified.
    private static nint Load(IReadOnlyList<VerifiedFile> files, ModelParams parameters, IReadOnlyList<nint> devices)
    {
        // A list that ends with a zero; none leaves it to llama.cpp.
        nint[] ended = [.. devices, 0];
        var paths = new nint[files.Count];
        try
        {
            for (var i = 0; i < paths.Length; i++) paths[i] = Marshal.StringToCoTaskMemUTF8(files[i].FullPath);
            fixed (nint* first = paths, chosen = ended)
            {
                if (devices.Count > 0) parameters.Devices = (nint)chosen;
                return LlamaApi.llama_model_load_from_splits((byte**)first, (nuint)paths.Length, parameters);
            }
        }
        finally
        {
            foreach (var path in paths) Marshal.FreeCoTaskMem(path);
        }
    }
}
