using GoatHost.Abstractions;

namespace GoatHost.Engine.Tests.Inference;

/// <summary>Models for runtimes that look at no byte of them.</summary>
internal static class Models
{
    public static VerifiedModel Named(string name) => new(
        name, "gguf", [new VerifiedFile("m.gguf", "/nowhere/m.gguf", 3, new string('0', 64))],
        new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" });
}
