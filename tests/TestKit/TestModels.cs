using System.Security.Cryptography;
using GoatHost.Abstractions;

namespace GoatHost.TestKit;

/// <summary>Verified models for tests, made the way the host makes them: by hashing.</summary>
public static class TestModels
{
    public static VerifiedModel Of(string path, ModelSummary? summary = null)
    {
        using var file = File.OpenRead(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return new VerifiedModel(
            Path.GetFileNameWithoutExtension(path),
            "gguf",
            [new VerifiedFile(Path.GetFileName(path), path, file.Length, digest)],
            summary ?? new ModelSummary { Architecture = "llama", Parameters = 1, Quantization = "Q8_0" });
    }

    /// <summary>A model of any format, whose files need not exist.</summary>
    public static VerifiedModel Of(string name, string format, IReadOnlyList<VerifiedFile> files, ModelSummary summary) => new(name, format, files, summary);
}
