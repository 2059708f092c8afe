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
    public bool Fits(GgufTensor tensor, bool isLookup) =>
        tensor.Dimensions.Count is 2 or 3 && Sizes(isLookup) == Sizes(tensor) && Sizes(Shrinking!).Layers == Sizes(Growing!).Layers;

    public string Shape(bool isLookup)
    {
        var (row, rows, layers) = Sizes(isLookup);
        return Shape(layers > 1 ? [row, rows, layers] : [row, rows]);
    }

    public static string Shape(IReadOnlyList<long> dimensions) => string.Join(" x ", dimensions);

    private (long Row, long Rows, long Layers) Sizes(bool isLookup)
    {
        var (a, b) = (Sizes(Shrinking!), Sizes(Growing!));
        return isLookup ? (b.Rows, a.Rows, b.Layers) : (a.Row, b.Rows, b.Layers);
    }

    private static (long Row, long Rows, long Layers) Sizes(GgufTensor tensor) =>
        (tensor.Dimensions[0], tensor.Dimensions[1], tensor.Dimensions.Count > 2 ? tensor.Dimensions[2] : 1);
}
