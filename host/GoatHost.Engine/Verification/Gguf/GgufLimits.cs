namespace GoatHost.Engine.Verification.Gguf;

/// <summary>What the reader accepts at most: several times what the largest real models have, and little enough to hold in memory.</summary>
internal static class GgufLimits
{
    public const int Keys = 65_536;
    public const int Tensors = 131_072;
    public const int KeyBytes = 65_535;
    public const int TextBytes = 4 << 20;
    public const int KeptTextBytes = 16 << 20;
    public const long ArrayElements = 16 << 20;
    public const long Tokens = 1 << 20;
    public const long HeaderBytes = 256L << 20;
    public const int Dimensions = 4;
    public const int MaxAlignment = 1 << 20;

    /// <summary>ggml keeps names in 64 bytes with a closing zero.</summary>
    public const int TensorNameBytes = 63;

    /// <summary>Arrays of integers up to this length are kept (heads per layer); longer ones stay in the file.</summary>
    public const int KeptArrayElements = 1024;
    public const int KeptElementsInAll = 65_536;

    // The fewest bytes an entry can take, so that a count is known to be a lie before anything is allocated for it.
    public const int LeastKeyBytes = 8 + 1 + 4 + 1;
    public const int LeastTensorBytes = 8 + 1 + 4 + 4 + 8;
}
