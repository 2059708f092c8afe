namespace GoatHost.Engine.Verification.Gguf;

/// <summary>One tensor of a file, its place checked to be inside it.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Dimensions">Sizes, the row first; at most four.</param>
/// <param name="Elements">Their product.</param>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Size">Length in bytes, without padding.</param>
public sealed record GgufTensor(string Name, GgufTensorType Type, IReadOnlyList<long> Dimensions, long Elements, long Offset, long Size);
