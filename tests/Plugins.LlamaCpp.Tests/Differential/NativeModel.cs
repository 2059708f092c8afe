using System.Text;
using GoatHost.Plugins.LlamaCpp.Native;

namespace Plugins.LlamaCpp.Tests.Differential;

/// <summary>llama.cpp itself: loads a model and makes a context for it, as the plugin does.</summary>
internal static unsafe class NativeModel
{
    public static bool Accepts(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            return Loads(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool Loads(string path)
    {
        var parameters = LlamaApi.llama_model_default_params();
        parameters.LoadMode = LoadMode.Read;
        nint loaded;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var paths = stackalloc byte*[] { name };
            loaded = LlamaApi.llama_model_load_from_splits(paths, 1, parameters);
        }
        if (loaded == 0) return false;
        using var model = new ModelHandle(loaded);
        var settings = LlamaApi.llama_context_default_params();
        settings.Threads = settings.BatchThreads = 1;
        settings.ContextSize = 64;
        var context = LlamaApi.llama_init_from_model(model, settings);
        if (context == 0) return false;
        LlamaApi.llama_free(context);
        return true;
    }
}
