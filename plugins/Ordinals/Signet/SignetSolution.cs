using System.Buffers;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Script;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Signet;

/// <summary>The signature that a signet block carries beside its witness commitment, and the block without it (BIP325).</summary>
/// <param name="ScriptSig">What unlocks the challenge.</param>
/// <param name="HasWitness">Whether a witness unlocks it as well.</param>
/// <param name="Root">The Merkle root as it was before the signature was put in.</param>
internal sealed record SignetSolution(ReadOnlyMemory<byte> ScriptSig, bool HasWitness, Hash256 Root)
{
    private static ReadOnlySpan<byte> Tag => [0xec, 0xc7, 0xda, 0xa2];

    /// <summary>Takes the signature out of a block; null where there is none.</summary>
    public static SignetSolution? Find(Block block)
    {
        var coinbase = block.Transactions[0];
        for (var i = coinbase.Outputs.Count - 1; i >= 0; i--)
        {
            var output = coinbase.Outputs[i];
            if (!WitnessCommitment.IsIn(output.Script.Span)) continue;
            if (Split(output.Script) is not var (rest, solution)) return null;
            var reader = new ByteReader(solution);
            var scriptSig = reader.VarBytes();
            var items = reader.Count(smallest: 1);
            for (var item = 0; item < items; item++) reader.VarBytes();
            if (!reader.AtEnd) return null;
            var outputs = coinbase.Outputs.ToArray();
            outputs[i] = output with { Script = rest };
            return new(scriptSig, items > 0, RootWith(block, outputs));
        }
        return null;
    }

    private static Hash256 RootWith(Block block, TransactionOutput[] outputs)
    {
        var coinbase = block.Transactions[0];
        var unsigned = new Transaction
        {
            Version = coinbase.Version,
            Inputs = coinbase.Inputs,
            Outputs = outputs,
            LockTime = coinbase.LockTime,
            Raw = default,
            StrippedSize = 0,
        };
        var txid = Hash256.DoubleSha256(TransactionWriter.Write(unsigned, witness: false));
        return MerkleTree.RootOf([.. block.TxIds.Select((known, i) => i == 0 ? txid : known)]) ?? Hash256.Zero;
    }

    /// <summary>A commitment's script with only the tag left of the push that holds the signature, and what stood behind the tag.</summary>
    private static (ReadOnlyMemory<byte> Script, ReadOnlyMemory<byte> Solution)? Split(ReadOnlyMemory<byte> script)
    {
        var rest = new ArrayBufferWriter<byte>(script.Length);
        ReadOnlyMemory<byte>? solution = null;
        var reader = new ScriptReader(script);
        while (reader.TryNext(out var instruction))
        {
            var data = instruction.Data;
            if (solution is null && data.Length > Tag.Length && data.Span.StartsWith(Tag))
            {
                solution = data[Tag.Length..];
                data = data[..Tag.Length];
            }
            if (data.IsEmpty) rest.Write([instruction.Opcode]);
            else Push(rest, data.Span);
        }
        return solution is { } found ? (rest.WrittenMemory, found) : null;
    }

    // Data is written again in the shortest form, whatever form it had.
    private static void Push(ArrayBufferWriter<byte> script, ReadOnlySpan<byte> data)
    {
        if (data.Length < Opcodes.PushData1) script.Write([(byte)data.Length]);
        else if (data.Length <= byte.MaxValue) script.Write([Opcodes.PushData1, (byte)data.Length]);
        else script.Write([Opcodes.PushData2, (byte)data.Length, (byte)(data.Length >> 8)]);
        script.Write(data);
    }
}
