using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Script;

/// <summary>One instruction: an opcode, with data when it is a push.</summary>
internal readonly record struct Instruction(byte Opcode, ReadOnlyMemory<byte> Data)
{
    public bool IsPush => Opcode <= Opcodes.PushData4;

    public bool IsEmptyPush => IsPush && Data.IsEmpty;
}

/// <summary>The few opcodes that envelopes are read and written by.</summary>
internal static class Opcodes
{
    public const byte False = 0, PushData1 = 0x4c, PushData2 = 0x4d, PushData4 = 0x4e, Negate1 = 0x4f, One = 0x51, Sixteen = 0x60;
    public const byte If = 0x63, EndIf = 0x68, CheckSig = 0xac;
}

/// <summary>Walks a script instruction by instruction; a copy remembers a place to return to.</summary>
internal struct ScriptReader(ReadOnlyMemory<byte> script)
{
    private int _position;

    /// <summary>The next instruction; false at the end, and at a push that runs past it.</summary>
    public bool TryNext(out Instruction instruction)
    {
        instruction = default;
        var rest = script.Span[_position..];
        if (rest.IsEmpty) return false;
        if (!TryMeasure(rest, out var prefix, out var length)) return false;
        instruction = new(rest[0], script.Slice(_position + prefix, length));
        _position += prefix + length;
        return true;
    }

    /// <summary>Whether every push of the script is whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> script)
    {
        while (!script.IsEmpty)
        {
            if (!TryMeasure(script, out var prefix, out var length)) return false;
            script = script[(prefix + length)..];
        }
        return true;
    }

    /// <summary>How long the first instruction of some bytes is: what stands before its data, and the data.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> rest, out int prefix, out int length)
    {
        (prefix, length) = (1, 0);
        long size = rest[0];
        switch (rest[0])
        {
            case Opcodes.PushData1 when rest.Length >= 2:
                (size, prefix) = (rest[1], 2);
                break;
            case Opcodes.PushData2 when rest.Length >= 3:
                (size, prefix) = (BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]), 3);
                break;
            case Opcodes.PushData4 when rest.Length >= 5:
                (size, prefix) = (BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]), 5);
                break;
            case Opcodes.PushData1 or Opcodes.PushData2 or Opcodes.PushData4:
                return false;
            case > Opcodes.PushData4:
                size = 0;
                break;
        }
        if (prefix + size > rest.Length) return false;
        length = (int)size;
        return true;
    }
}
