using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Script;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>Writes the script of a reveal: a check of the key's signature, then the envelope in a branch that is never run.</summary>
internal static class EnvelopeWriter
{
    /// <summary>Consensus takes no longer push, not even in a branch that is not run (BIP342).</summary>
    public const int MaximumPush = 520;

    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> publicKey, InscribedContent content, InscriptionId? parent)
    {
        var script = new ArrayBufferWriter<byte>(content.Bytes.Length + content.Bytes.Length / 128 + 256);
        Push(script, publicKey);
        script.Write<byte>([Opcodes.CheckSig, Opcodes.False, Opcodes.If]);
        Push(script, "ord"u8);
        Field(script, Tag.ContentType, Encoding.UTF8.GetBytes(content.MediaType));
        if (content.Metaprotocol is { } metaprotocol) Field(script, Tag.Metaprotocol, Encoding.UTF8.GetBytes(metaprotocol));
        if (parent is { } id) Field(script, Tag.Parent, id.Encode());
        script.Write<byte>([Opcodes.False]);
        for (var rest = content.Bytes.Span; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, MaximumPush)..])
        {
            Push(script, rest[..Math.Min(rest.Length, MaximumPush)]);
        }
        script.Write<byte>([Opcodes.EndIf]);
        return script.WrittenMemory;
    }

    private static void Field(ArrayBufferWriter<byte> script, Tag tag, ReadOnlySpan<byte> value)
    {
        Push(script, [(byte)tag]);
        Push(script, value);
    }

    // One byte is pushed as data even where an opcode stands for the number: ord reads such an opcode as a curse.
    private static void Push(ArrayBufferWriter<byte> script, ReadOnlySpan<byte> data)
    {
        if (data.Length is 0 or > MaximumPush) throw new ArgumentException("A push holds 1 to 520 bytes.", nameof(data));
        if (data.Length < Opcodes.PushData1) script.Write<byte>([(byte)data.Length]);
        else if (data.Length <= byte.MaxValue) script.Write<byte>([Opcodes.PushData1, (byte)data.Length]);
        else
        {
            script.Write<byte>([Opcodes.PushData2]);
            BinaryPrimitives.WriteUInt16LittleEndian(script.GetSpan(sizeof(ushort)), (ushort)data.Length);
            script.Advance(sizeof(ushort));
        }
        script.Write(data);
    }
}
