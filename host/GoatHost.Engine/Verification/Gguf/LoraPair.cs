namespace GoatHost.Engine.Verification.Gguf;

/// <summary>The two matrices whose product is added to one tensor.</summary>
internal sealed record LoraPair
{
    /// <summary>From the tensor's input to the rank (<c>lora_a</c>).</summary>
    public GgufTensor? Shrinking { get; init; }

    /// <summary>From the rank to the tensor's output (<c>lora_b</c>).</summary>
    public GgufTensor? Growing { get; init; }

    /// <summary>The width at which the two meet. Where a tensor is a table to look rows up in, the first matrix is one too.</summary>
    public long Rank(bool isLookup) => Shrinking!.Dimensions[isLookup ? 0 : 1];

    /// <summary>Whether the product has a tensor's shape; llama.cpp looks at two of the dimensions, and asserts the others.</summary>
    public bool Fits(GgufTensor tensor, bool isLookup) => Dimensions(isLookup).SequenceEqual(Padded(tensor.Dimensions)) && Further(Shrinking!) == Further(tensor);

    public string Shape(bool isLookup) => Shape([.. Dimensions(isLookup).Where((size, at) => at < 2 || size > 1)]);

    public static string Shape(IReadOnlyList<long> dimensions) => string.Join(" x ", dimensions);

    private long[] Dimensions(bool isLookup) => isLookup
        ? [Growing!.Dimensions[1], Shrinking!.Dimensions[1], Further(Growing)]
        : [Shrinking!.Dimensions[0], Growing!.Dimensions[1], Further(Growing)];

    private static long[] Padded(IReadOnlyList<long> dimensions) => dimensions.Count is 2 or 3 ? [dimensions[0], dimensions[1], dimensions.Count == 3 ? dimensions[2] : 1] : [];

    private static long Further(GgufTensor tensor) => tensor.Dimensions.Count == 3 ? tensor.Dimensions[2] : 1;
}
