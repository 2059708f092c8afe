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
        var opcode = rest[0];
        long length = opcode, prefix = 1;
        switch (opcode)
        {
            case Opcodes.PushData1 when rest.Length >= 2:
                (length, prefix) = (rest[1], 2);
                break;
            case Opcodes.PushData2 when rest.Length >= 3:
                (length, prefix) = (BinaryPrimitives.ReadUInt16LittleEndian(rest[1..]), 3);
                break;
            case Opcodes.PushData4 when rest.Length >= 5:
                (length, prefix) = (BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]), 5);
                break;
            case Opcodes.PushData1 or Opcodes.PushData2 or Opcodes.PushData4:
                return false;
            case > Opcodes.PushData4:
                length = 0;
                break;
        }
        if (prefix + length > rest.Length) return false;
        instruction = new(opcode, script.Slice(_position + (int)prefix, (int)length));
        _position += (int)(prefix + length);
        return true;
    }

    /// <summary>Whether every push of the script is whole.</summary>
    public static bool IsWhole(ReadOnlyMemory<byte> script)
    {
        var reader = new ScriptReader(script);
        while (reader.TryNext(out _))
        {
            // Only the place where the walk ends matters.
        }
        return reader._position == script.Length;
    }
}
