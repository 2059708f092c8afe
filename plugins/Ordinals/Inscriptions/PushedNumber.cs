using GoatHost.Plugins.Ordinals.Script;

namespace GoatHost.Plugins.Ordinals.Inscriptions;

/// <summary>The byte that a number opcode pushes, where ord reads one in the place of data.</summary>
internal static class PushedNumber
{
    private const byte MinusOne = 0x81;

    private static readonly byte[] Values = [MinusOne, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    public static bool TryRead(byte opcode, out ReadOnlySpan<byte> value)
    {
        value = IndexOf(opcode) is >= 0 and var index ? Values.AsSpan(index, 1) : default;
        return !value.IsEmpty;
    }

    public static bool TryRead(byte opcode, out ReadOnlyMemory<byte> value)
    {
        value = IndexOf(opcode) is >= 0 and var index ? Values.AsMemory(index, 1) : default;
        return !value.IsEmpty;
    }

    private static int IndexOf(byte opcode) => opcode switch
    {
        Opcodes.Negate1 => 0,
        >= Opcodes.One and <= Opcodes.Sixteen => opcode - Opcodes.One + 1,
        _ => -1,
    };
}
