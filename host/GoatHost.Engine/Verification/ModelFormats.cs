using System.Buffers.Binary;

namespace GoatHost.Engine.Verification;

/// <summary>Tells what a file is that is not GGUF, and why it is not loaded.</summary>
public static class ModelFormats
{
    /// <summary>The sentence that refuses a file by its first bytes, else by its name; null when nothing speaks against it.</summary>
    public static string? Refusal(string path, ReadOnlySpan<byte> firstBytes)
    {
        if (firstBytes.StartsWith("GGUF"u8)) return null;
        var name = ShownText.Of(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]);
        return (ByBytes(firstBytes) ?? ByName(name)) is { } what ? $"{name} is {what}; only GGUF files are run here." : null;
    }

    private static string? ByBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return "a zip archive, as PyTorch writes its pickles: unpacking one can run a program, so it is never loaded";
        if (bytes.Length > 1 && bytes[0] == 0x80 && bytes[1] is >= 2 and <= 5)
            return "a Python pickle: loading one can run a program, so it is never loaded";
        if (bytes.Length > 8 && bytes[8] == (byte)'{' && BinaryPrimitives.ReadInt64LittleEndian(bytes) is > 1 and < 1 << 28)
            return "a safetensors file: convert it to GGUF with llama.cpp first";
        if (bytes.StartsWith("#!"u8)) return "a script, never loaded";
        if (bytes.StartsWith("\u007fELF"u8) || bytes.StartsWith("MZ"u8) || IsMachO(bytes)) return "a program, never loaded";
        // The magic numbers of llama.cpp before August 2023, written as little-endian integers.
        if (bytes.StartsWith("lmgg"u8) || bytes.StartsWith("fmgg"u8) || bytes.StartsWith("tjgg"u8) || bytes.StartsWith("algg"u8))
            return "a GGML file of before GGUF, which llama.cpp no longer reads";
        return null;
    }

    private static bool IsMachO(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) is 0xFEEDFACE or 0xFEEDFACF or 0xBEBAFECA;

    private static string? ByName(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".pt" or ".pth" or ".pkl" or ".pickle" or ".ckpt" or ".bin" =>
            "of a kind that usually holds a Python pickle, which can run a program when loaded, so it is never loaded",
        ".safetensors" => "a safetensors file: convert it to GGUF with llama.cpp first",
        ".py" or ".sh" or ".ps1" or ".bat" or ".cmd" or ".js" => "a script, never loaded",
        ".exe" or ".dll" or ".so" or ".dylib" => "a program, never loaded",
        ".ggml" or ".ggjt" => "a GGML file of before GGUF, which llama.cpp no longer reads",
        _ => null,
    };
}
