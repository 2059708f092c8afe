using System.Runtime.InteropServices;
using GoatHost.Plugins.LlamaCpp.Installing;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>
/// An installed GPU library, and why it is of no use if it is of none: a GPU that falls away is never passed over in silence.
/// </summary>
/// <param name="Name">As it was installed.</param>
/// <param name="Problem">Why it computes nothing, or null.</param>
internal sealed record GpuBackend(string Name, string? Problem)
{
    /// <summary>Loads what is installed, each library after its hash was checked.</summary>
    public static IReadOnlyList<GpuBackend> LoadAll(GpuFolder folder, string release) =>
        [.. folder.Installed().Select(one => new GpuBackend(one.Package?.Name ?? Path.GetFileName(one.Path), Load(one.Path, one.Package, release)))];

    private static string? Load(string path, GpuPackage? package, string release)
    {
        if (package is null) return $"{path} is not what was installed (its SHA-256 differs): install it again";
        if (release != GpuPackage.Release) return $"it is of llama.cpp {GpuPackage.Release}, and {release} is loaded";
        // ggml says only that it failed; the system's loader says what is missing.
        if (!TryLoad(path, out var reason)) return $"{reason}; it needs {package.Needs}";
        var before = GgmlApi.ggml_backend_dev_count();
        if (GgmlApi.ggml_backend_load(path) == 0) return "llama.cpp does not take it";
        return GgmlApi.ggml_backend_dev_count() > before ? null : $"it finds no GPU; it needs {package.Needs}";
    }

    private static bool TryLoad(string path, out string reason)
    {
        try
        {
            NativeLibrary.Load(path);
            reason = "";
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // Of the loader's several lines the one about the file itself.
            reason = e.Message.Split('\n').FirstOrDefault(line => line.Contains(": cannot", StringComparison.Ordinal))?.Trim() ?? e.Message.Split('\n')[0].Trim();
            return false;
        }
    }
}
