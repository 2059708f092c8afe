namespace GoatHost.Engine.Verification.Gguf;

/// <summary>A way to store weights: so many elements to a block of so many bytes.</summary>
/// <param name="Id">The number in the file.</param>
/// <param name="Name">As people write it: <c>Q4_K</c>.</param>
/// <param name="BlockElements">Elements to a block.</param>
/// <param name="BlockBytes">Bytes to a block.</param>
public sealed record GgufTensorType(int Id, string Name, int BlockElements, int BlockBytes)
{
    // ggml of llama.cpp v0.4.0. The gaps are types that ggml has removed: 4, 5 (Q4_2, Q4_3), 31-33 and 36-38 (pre-repacked Q4_0 and IQ4_NL).
    private static readonly Dictionary<int, GgufTensorType> Known = new GgufTensorType[]
    {
        new(0, "F32", 1, 4), new(1, "F16", 1, 2), new(30, "BF16", 1, 2), new(28, "F64", 1, 8),
        new(24, "I8", 1, 1), new(25, "I16", 1, 2), new(26, "I32", 1, 4), new(27, "I64", 1, 8),
        new(2, "Q4_0", 32, 18), new(3, "Q4_1", 32, 20), new(6, "Q5_0", 32, 22), new(7, "Q5_1", 32, 24),
        new(8, "Q8_0", 32, 34), new(9, "Q8_1", 32, 36), new(41, "Q1_0", 128, 18), new(42, "Q2_0", 64, 18),
        new(10, "Q2_K", 256, 84), new(11, "Q3_K", 256, 110), new(12, "Q4_K", 256, 144), new(13, "Q5_K", 256, 176),
        new(14, "Q6_K", 256, 210), new(15, "Q8_K", 256, 292),
        new(16, "IQ2_XXS", 256, 66), new(17, "IQ2_XS", 256, 74), new(22, "IQ2_S", 256, 82), new(18, "IQ3_XXS", 256, 98),
        new(21, "IQ3_S", 256, 110), new(19, "IQ1_S", 256, 50), new(29, "IQ1_M", 256, 56), new(20, "IQ4_NL", 32, 18),
        new(23, "IQ4_XS", 256, 136), new(34, "TQ1_0", 256, 54), new(35, "TQ2_0", 256, 66),
        new(39, "MXFP4", 32, 17), new(40, "NVFP4", 64, 36),
    }.ToDictionary(type => type.Id);

    private static readonly int[] Removed = [4, 5, 31, 32, 33, 36, 37, 38];

    /// <summary>Every type that can be stored.</summary>
    public static IReadOnlyCollection<GgufTensorType> All => Known.Values;

    /// <summary>The type with a number, or null.</summary>
    public static GgufTensorType? Find(uint id) => id <= int.MaxValue ? Known.GetValueOrDefault((int)id) : null;

    /// <summary>Whether a number once stood for a type that today's ggml no longer reads.</summary>
    public static bool IsRemoved(uint id) => id <= int.MaxValue && Removed.Contains((int)id);
}
