namespace GoatHost.Engine.Verification.Gguf;

/// <summary>The header of a GGUF file that stood up to every check.</summary>
public sealed record GgufFile
{
    /// <summary>The file's name, for sentences.</summary>
    public required string Name { get; init; }

    /// <summary>Length of the whole file in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Version of the format: 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>What tensors are aligned to.</summary>
    public required int Alignment { get; init; }

    /// <summary>Where the tensors' bytes begin.</summary>
    public required long DataOffset { get; init; }

    /// <summary>Values by key.</summary>
    public required IReadOnlyDictionary<string, GgufValue> Metadata { get; init; }

    /// <summary>Tensors in the order of their bytes.</summary>
    public required IReadOnlyList<GgufTensor> Tensors { get; init; }

    /// <summary>The text under a key, or null.</summary>
    public string? Text(string key) => Metadata.GetValueOrDefault(key)?.Text;

    /// <summary>The integer under a key, or null.</summary>
    public long? Whole(string key) => Metadata.GetValueOrDefault(key)?.Whole;
}
