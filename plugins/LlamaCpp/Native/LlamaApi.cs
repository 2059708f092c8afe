using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>The part of llama.cpp v0.4.0's C API (llama.h) that is used: models, contexts and their memory.</summary>
internal static unsafe partial class LlamaApi
{
    internal const string Llama = "llama";

    [LibraryImport(Llama)]
    internal static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, nint, void> callback, nint userData);

    [LibraryImport(Llama)]
    internal static partial void llama_backend_init();

    [LibraryImport(Llama)]
    internal static partial ModelParams llama_model_default_params();

    [LibraryImport(Llama)]
    internal static partial ContextParams llama_context_default_params();

    [LibraryImport(Llama)]
    internal static partial nint llama_model_load_from_splits(byte** paths, nuint count, ModelParams parameters);

    [LibraryImport(Llama)]
    internal static partial void llama_model_free(nint model);

    [LibraryImport(Llama)]
    internal static partial nint llama_model_get_vocab(ModelHandle model);

    [LibraryImport(Llama)]
    internal static partial int llama_model_n_embd_out(ModelHandle model);

    [LibraryImport(Llama)]
    internal static partial byte llama_model_has_encoder(ModelHandle model);

    [LibraryImport(Llama)]
    internal static partial byte llama_model_is_diffusion(ModelHandle model);

    [LibraryImport(Llama, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* llama_model_chat_template(ModelHandle model, string? name);

    [LibraryImport(Llama)]
    internal static partial nint llama_init_from_model(ModelHandle model, ContextParams parameters);

    [LibraryImport(Llama)]
    internal static partial void llama_free(nint context);

    [LibraryImport(Llama)]
    internal static partial Pooling llama_pooling_type(ContextHandle context);

    [LibraryImport(Llama)]
    internal static partial void llama_set_n_threads(ContextHandle context, int threads, int batchThreads);

    [LibraryImport(Llama)]
    internal static partial int llama_decode(ContextHandle context, Batch batch);

    [LibraryImport(Llama)]
    internal static partial int llama_encode(ContextHandle context, Batch batch);

    [LibraryImport(Llama)]
    internal static partial void llama_synchronize(ContextHandle context);

    [LibraryImport(Llama)]
    internal static partial float* llama_get_logits_ith(ContextHandle context, int index);

    [LibraryImport(Llama)]
    internal static partial float* llama_get_embeddings_seq(ContextHandle context, int sequence);

    [LibraryImport(Llama)]
    internal static partial nint llama_get_memory(ContextHandle context);

    [LibraryImport(Llama)]
    internal static partial void llama_memory_clear(nint memory, byte data);

    [LibraryImport(Llama)]
    internal static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama)]
    internal static partial void llama_memory_seq_cp(nint memory, int from, int to, int first, int end);

    [LibraryImport(Llama)]
    internal static partial void llama_memory_seq_add(nint memory, int sequence, int from, int to, int delta);

    [LibraryImport(Llama)]
    internal static partial byte llama_memory_can_shift(nint memory);

    [LibraryImport(Llama)]
    internal static partial uint llama_n_ctx(ContextHandle context);

    [LibraryImport(Llama)]
    internal static partial uint llama_n_batch(ContextHandle context);

    [LibraryImport(Llama)]
    internal static partial byte llama_model_is_recurrent(ModelHandle model);

    [LibraryImport(Llama)]
    internal static partial byte llama_model_is_hybrid(ModelHandle model);

    [LibraryImport(Llama)]
    internal static partial uint llama_model_n_cls_out(ModelHandle model);
}
