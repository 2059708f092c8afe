using System.Buffers;
using System.Buffers.Binary;

namespace GoatHost.Plugins.Ordinals.Transactions;

/// <summary>Writes transactions as consensus serialises them, with or without the witness (BIP144).</summary>
internal static class TransactionWriter
{
    public static ReadOnlySpan<byte> Write(Transaction transaction, bool witness)
    {
        var segwit = witness && transaction.Inputs.Any(input => input.Witness.Count > 0);
        var output = new ArrayBufferWriter<byte>(transaction.Raw.Length is var length and > 0 ? length : 256);
        UInt32(output, transaction.Version);
        if (segwit) output.Write<byte>([0, 1]);
        CompactSize(output, (ulong)transaction.Inputs.Count);
        foreach (var input in transaction.Inputs)
        {
            input.Previous.TxId.CopyTo(output.GetSpan(Hash256.Size));
            output.Advance(Hash256.Size);
            UInt32(output, input.Previous.Index);
            VarBytes(output, input.ScriptSig.Span);
            UInt32(output, input.Sequence);
        }
        CompactSize(output, (ulong)transaction.Outputs.Count);
        foreach (var item in transaction.Outputs)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), item.Value);
            output.Advance(sizeof(ulong));
            VarBytes(output, item.Script.Span);
        }
        if (segwit) WriteWitness(output, transaction.Inputs);
        UInt32(output, transaction.LockTime);
        return output.WrittenSpan;
    }

    public static void CompactSize(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(9);
        switch (value)
        {
            case < 0xfd:
                span[0] = (byte)value;
                output.Advance(1);
                break;
            case <= ushort.MaxValue:
                span[0] = 0xfd;
                BinaryPrimitives.WriteUInt16LittleEndian(span[1..], (ushort)value);
                output.Advance(3);
                break;
            case <= uint.MaxValue:
                span[0] = 0xfe;
                BinaryPrimitives.WriteUInt32LittleEndian(span[1..], (uint)value);
                output.Advance(5);
                break;
            default:
                span[0] = 0xff;
                BinaryPrimitives.WriteUInt64LittleEndian(span[1..], value);
                output.Advance(9);
                break;
        }
    }

    public static void VarBytes(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        CompactSize(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static void WriteWitness(ArrayBufferWriter<byte> output, IReadOnlyList<TransactionInput> inputs)
    {
        foreach (var input in inputs)
        {
            CompactSize(output, (ulong)input.Witness.Count);
            foreach (var item in input.Witness) VarBytes(output, item.Span);
        }
    }

    private static void UInt32(ArrayBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }
}
