using System.Runtime.InteropServices;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>The part of ggml's C API that is used: loading backends and asking for devices.</summary>
internal static unsafe partial class GgmlApi
{
    private const string Ggml = "ggml";
    private const string Base = "ggml-base";

    [LibraryImport(Ggml, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void ggml_backend_load_all_from_path(string folder);

    [LibraryImport(Ggml, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ggml_backend_load(string path);

    [LibraryImport(Ggml)]
    internal static partial nuint ggml_backend_dev_count();

    [LibraryImport(Ggml)]
    internal static partial nint ggml_backend_dev_get(nuint index);

    [LibraryImport(Base)]
    internal static partial void ggml_backend_dev_get_props(nint device, DeviceProps* props);

    /// <summary>The C library's own: .NET keeps its environment apart from the one that native code reads.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int setenv(string name, string value, int overwrite);
}
