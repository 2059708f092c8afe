namespace GoatHost.Engine.Verification.Gguf;

/// <summary>Sizes of the value types.</summary>
internal static class GgufValueTypes
{
    /// <summary>Bytes of one value, or 0 for what carries its own length.</summary>
    public static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.U8 or GgufValueType.I8 or GgufValueType.Bool => 1,
        GgufValueType.U16 or GgufValueType.I16 => 2,
        GgufValueType.U32 or GgufValueType.I32 or GgufValueType.F32 => 4,
        GgufValueType.U64 or GgufValueType.I64 or GgufValueType.F64 => 8,
        _ => 0,
    };

    public static bool IsInteger(GgufValueType type) =>
        SizeOf(type) > 0 && type is not (GgufValueType.F32 or GgufValueType.F64 or GgufValueType.Bool);
}
