namespace GoatHost.Engine.Verification.Gguf;

/// <summary>One metadata value: a scalar with its content, or an array of which mostly the place is kept.</summary>
public sealed record GgufValue
{
    public required GgufValueType Type { get; init; }

    /// <summary>Where the content begins in the file: a text's length field, an array's first element.</summary>
    public required long Offset { get; init; }

    /// <summary>Type of an array's elements; meaningless otherwise.</summary>
    public GgufValueType ElementType { get; init; }

    /// <summary>Number of an array's elements; 1 otherwise.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The text of a text value; bytes that are not UTF-8 are replaced.</summary>
    public string? Text { get; init; }

    /// <summary>The value of an integer or a bool (0 or 1) that fits 64 signed bits.</summary>
    public long? Whole { get; init; }

    /// <summary>The value of a floating-point number.</summary>
    public double? Real { get; init; }

    /// <summary>The elements of a short array of integers; null for any other, whose elements stay in the file at <see cref="Offset"/>.</summary>
    public IReadOnlyList<long>? Integers { get; init; }
}
