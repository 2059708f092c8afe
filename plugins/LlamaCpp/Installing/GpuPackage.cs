using GoatHost.Plugins.LlamaCpp.Native;

namespace GoatHost.Plugins.LlamaCpp.Installing;

/// <summary>A backend of llama.cpp's for GPUs that is not shipped, and where it comes from. The release is that of the other libraries.</summary>
/// <param name="Name">As a person types it.</param>
/// <param name="Platform">As in <c>linux-x64</c>.</param>
/// <param name="Package">The npm package.</param>
/// <param name="Integrity">SHA-512 of the package's archive, in base64.</param>
/// <param name="Member">The library in the archive.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex: checked when it is installed, and each time before it is loaded.</param>
/// <param name="Needs">What the machine must have, for people.</param>
internal sealed record GpuPackage(
    string Name, string Platform, string Package, string Integrity, string Member, long Size, string Sha256, string Needs)
{
    /// <summary>The release of llama.cpp that all of them are of.</summary>
    public const string Release = "v0.4.0";

    private const string Version = "3.21.1";
    private const string VulkanNeeds = "a Vulkan driver";
    private const string Cuda13Needs = "an NVIDIA driver, and the CUDA 13 libraries cudart and cublas";
    private const string Cuda12Needs = "an NVIDIA driver, and the CUDA 12 libraries cudart and cublas";

    public string Spec => $"@node-llama-cpp/{Package}@{Version}";

    public string FileName => Path.GetFileName(Member);

    /// <summary>Those for this machine.</summary>
    public static IReadOnlyList<GpuPackage> Here { get; } = [.. Everywhere().Where(package => package.Platform == NativeFolder.Platform)];

    /// <summary>All there are.</summary>
    internal static GpuPackage[] Everywhere() =>
    [
        new("vulkan", "linux-x64", "linux-x64-vulkan",
            "flEeSzONQ6OIm5bYKLQf4eEnBzcC5WugFbyPUwkCqyyOFZ8pH0H9ulQ7ZNDLSIczeKneMRJornlyY1Hq7d3GDA==",
            "package/bins/linux-x64-vulkan/libggml-vulkan.so", 54_766_816, "39f178967f6079980b41049fe2c1fab774e86fa90087390bf694bb7e6e0215a3", VulkanNeeds),
        new("cuda", "linux-x64", "linux-x64-cuda",
            "idsE55VoD/FbvLhnBC9krUJaUoC0XnebseAAnCpm/brKf61HEbu+idgbb5eN6mxkjLSrHtILprJ0nDcUJjVrFg==",
            "package/bins/linux-x64-cuda/libggml-cuda.so", 159_113_272, "b44c49ee361064e04c6da297bd820931ee3f0b580c78f19d3b548c2b89a5972c", Cuda13Needs),
        new("cuda12", "linux-x64", "linux-x64-cuda-ext",
            "1PuURowccBcks3CCoMe1mTHh5vD0V5bFHMUEgtbI/OSDjpP+Pdbn+lf42CGUrepTzR8kCH1HovQ7d8q6/vuIKA==",
            "package/bins/linux-x64-cuda/fallback/libggml-cuda.so", 374_195_208, "7f51a6bacb00962c42a7ea141974ae094ba7d2789f827810c0e2ba9c73b61ffc", Cuda12Needs),
        new("vulkan", "win-x64", "win-x64-vulkan",
            "HJ237Azh5m4Sz+w3A1IU/fYLaSDOocskcfn2ILTgqTuuORCB86EMnu3Yt/XsNhRHTtEiwz1Q/E0mO4PLIbZLAA==",
            "package/bins/win-x64-vulkan/ggml-vulkan.dll", 54_617_088, "6058a8a6291780651547b133db5854e00c531deb903eecf8324571ab6a2ae309", VulkanNeeds),
        new("cuda", "win-x64", "win-x64-cuda",
            "PLz70neFEMkQTlmJqG1ujUtCSgHasLPMxQ9rLkqQVmZYAXqkRj+45TIHCjdn3XqUeaoun0vrO9rRaxZ8NVq9jg==",
            "package/bins/win-x64-cuda/ggml-cuda.dll", 144_822_784, "9e3607d198a3b09807fb7ac66a7240fc574ffafdd7d3fe10b9989e28096505c4", Cuda13Needs),
        new("cuda12", "win-x64", "win-x64-cuda-ext",
            "L2MxLVEYPDDe4O8EDWPmX6brldc9+Vt9hNoT/anj3pSnmrjkQcmaoKhHs6oP5qhEhb5Uog0rj6lgzNGtJO3p9Q==",
            "package/bins/win-x64-cuda/fallback/ggml-cuda.dll", 367_827_968, "7efe8a9501a4822faa8a1a39d7728d2626ab6030feaf7e4a8b13bafdfdc740c2", Cuda12Needs),
    ];
}
