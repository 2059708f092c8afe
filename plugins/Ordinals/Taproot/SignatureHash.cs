using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Taproot;

/// <summary>What the signature of a Taproot input signs (BIP341, "Common signature message"; BIP342 for a script path).</summary>
internal static class SignatureHash
{
    public const byte Default = 0;

    private const byte None = 2, Single = 3, OutputMask = 3, AnyoneCanPay = 0x80, Epoch = 0, KeyVersion = 0;
    private const uint NoCodeSeparator = 0xffffffff;

    /// <summary>The hash to sign.</summary>
    /// <param name="transaction">The transaction; its witnesses do not matter.</param>
    /// <param name="spent">The outputs that its inputs spend, in their order.</param>
    /// <param name="input">The input that is signed.</param>
    /// <param name="leafHash">The leaf that is spent by; null when the key is.</param>
    /// <param name="type">What of the transaction is signed.</param>
    public static byte[] Of(
        Transaction transaction, IReadOnlyList<TransactionOutput> spent, int input, byte[]? leafHash, byte type = Default) =>
        TaggedHash.Sighash.Of(Message(transaction, spent, input, leafHash, type));

    public static ReadOnlySpan<byte> Message(
        Transaction transaction, IReadOnlyList<TransactionOutput> spent, int input, byte[]? leafHash, byte type)
    {
        var message = new ArrayBufferWriter<byte>(256);
        var alone = (type & AnyoneCanPay) != 0;
        message.Write<byte>([Epoch, type]);
        UInt32(message, transaction.Version);
        UInt32(message, transaction.LockTime);
        if (!alone)
        {
            Hash(message, transaction.Inputs, (hashed, one) => OutPoint(hashed, one.Previous));
            Hash(message, spent, (hashed, one) => UInt64(hashed, one.Value));
            Hash(message, spent, (hashed, one) => TransactionWriter.VarBytes(hashed, one.Script.Span));
            Hash(message, transaction.Inputs, (hashed, one) => UInt32(hashed, one.Sequence));
        }
        var signsOutputs = (type & OutputMask) is not (None or Single);
        if (signsOutputs) Hash(message, transaction.Outputs, Output);
        message.Write<byte>([(byte)(leafHash is null ? 0 : 2)]);
        if (alone)
        {
            OutPoint(message, transaction.Inputs[input].Previous);
            Output(message, spent[input]);
            UInt32(message, transaction.Inputs[input].Sequence);
        }
        else UInt32(message, (uint)input);
        if ((type & OutputMask) == Single) Hash(message, [transaction.Outputs[input]], Output);
        if (leafHash is not null)
        {
            message.Write(leafHash);
            message.Write<byte>([KeyVersion]);
            UInt32(message, NoCodeSeparator);
        }
        return message.WrittenSpan;
    }

    private static void Hash<T>(ArrayBufferWriter<byte> message, IReadOnlyList<T> items, Action<ArrayBufferWriter<byte>, T> write)
    {
        var hashed = new ArrayBufferWriter<byte>(64 * (items.Count + 1));
        foreach (var item in items) write(hashed, item);
        message.Write(SHA256.HashData(hashed.WrittenSpan));
    }

    private static void OutPoint(ArrayBufferWriter<byte> output, OutPoint point)
    {
        output.Write(point.TxId.ToBytes());
        UInt32(output, point.Index);
    }

    private static void Output(ArrayBufferWriter<byte> output, TransactionOutput item)
    {
        UInt64(output, item.Value);
        TransactionWriter.VarBytes(output, item.Script.Span);
    }

    private static void UInt32(ArrayBufferWriter<byte> output, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }

    private static void UInt64(ArrayBufferWriter<byte> output, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(output.GetSpan(sizeof(ulong)), value);
        output.Advance(sizeof(ulong));
    }
}
