using System.Runtime.InteropServices;
using GoatHost.Abstractions;

namespace GoatHost.Plugins.LlamaCpp.Native;

/// <summary>The folder that holds llama.cpp's libraries: all of them, since they find one another beside themselves.</summary>
internal sealed class NativeFolder
{
    private readonly string _llama;
    private readonly string _ggml;
    private readonly string _base;

    private NativeFolder(string path, string llama, string ggml, string @base) => (Path, _llama, _ggml, _base) = (path, llama, ggml, @base);

    public string Path { get; }

    /// <summary>The release, from the library's name: what <c>llama_version</c> says is <c>-dev</c> in every build.</summary>
    public string Release =>
        System.IO.Path.GetFileNameWithoutExtension(_llama) is var name && name.LastIndexOf(".v", StringComparison.Ordinal) is >= 0 and var at
            ? name[(at + 1)..]
            : "of unknown release";

    /// <summary>As in <c>linux-x64</c>: where the build staged the libraries of this platform.</summary>
    public static string Platform { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Finds the libraries.</summary>
    /// <param name="given">The setting <c>nativesDir</c>, or null for the plugin's own folder.</param>
    public static NativeFolder Find(string? given)
    {
        var own = System.IO.Path.GetDirectoryName(typeof(NativeFolder).Assembly.Location) ?? "";
        var path = given ?? System.IO.Path.Combine(own, "runtimes", Platform, "native");
        var llama = Library(path, "llama");
        var ggml = Library(path, "ggml");
        var @base = Library(path, "ggml-base");
        return llama is not null && ggml is not null && @base is not null
            ? new NativeFolder(System.IO.Path.GetFullPath(path), llama, ggml, @base)
            : throw new GoatException(
                $"The llama.cpp libraries for {Platform} are not in {path}: build the plugin again with npm at hand, or name a folder of your own in the setting nativesDir.");
    }

    /// <summary>Resolves a name of <see cref="LlamaApi"/> or <see cref="GgmlApi"/>; 0 leaves others to the system.</summary>
    public nint Load(string name) => name switch
    {
        "llama" => NativeLibrary.Load(_llama),
        "ggml" => NativeLibrary.Load(_ggml),
        "ggml-base" => NativeLibrary.Load(_base),
        _ => 0,
    };

    // libllama.v0.4.0.so, libllama.metal.v0.4.0.dylib, llama.v0.4.0.dll, or a build of one's own without a release in its name.
    private static string? Library(string folder, string name)
    {
        if (!Directory.Exists(folder)) return null;
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        var stem = OperatingSystem.IsWindows() ? name : "lib" + name;
        return Directory.EnumerateFiles(folder, $"{stem}.*")
            .Where(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            .OrderDescending(StringComparer.Ordinal)
            .FirstOrDefault();
    }
}
