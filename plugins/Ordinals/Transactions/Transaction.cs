using System.Diagnostics.CodeAnalysis;

namespace GoatHost.Plugins.Ordinals.Transactions;

/// <summary>The output of a transaction that an input spends.</summary>
internal readonly record struct OutPoint(Hash256 TxId, uint Index)
{
    public override string ToString() => $"{TxId}:{Index}";
}

/// <summary>An input with its witness.</summary>
internal sealed record TransactionInput(OutPoint Previous, ReadOnlyMemory<byte> ScriptSig, uint Sequence)
{
    public IReadOnlyList<ReadOnlyMemory<byte>> Witness { get; set; } = [];
}

/// <summary>An output: an amount and the script that guards it.</summary>
internal sealed record TransactionOutput(ulong Value, ReadOnlyMemory<byte> Script);

/// <summary>A transaction whose parts are slices of the bytes it was read from.</summary>
internal sealed class Transaction
{
    private Hash256? _txId, _wtxId;

    public required uint Version { get; init; }

    public required IReadOnlyList<TransactionInput> Inputs { get; init; }

    public required IReadOnlyList<TransactionOutput> Outputs { get; init; }

    public required uint LockTime { get; init; }

    /// <summary>The bytes with the witness, as they were read.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Length without the witness: what the txid is the hash of.</summary>
    public required int StrippedSize { get; init; }

    public bool HasWitness => StrippedSize != Raw.Length;

    /// <summary>The hash of everything but the witness.</summary>
    public Hash256 TxId => _txId ??= HasWitness ? Hash256.DoubleSha256(TransactionWriter.Write(this, witness: false)) : WTxId;

    /// <summary>The hash of everything (BIP141).</summary>
    public Hash256 WTxId => _wtxId ??= Hash256.DoubleSha256(Raw.Span);

    public bool IsCoinbase => Inputs.Count == 1 && Inputs[0].Previous == new OutPoint(Hash256.Zero, uint.MaxValue);

    /// <summary>Makes a transaction of its parts.</summary>
    public static Transaction Build(
        uint version, IReadOnlyList<TransactionInput> inputs, IReadOnlyList<TransactionOutput> outputs, uint lockTime = 0)
    {
        var parts = new Transaction
        {
            Version = version,
            Inputs = inputs,
            Outputs = outputs,
            LockTime = lockTime,
            Raw = default,
            StrippedSize = 0,
        };
        var raw = TransactionWriter.Write(parts, witness: true).ToArray();
        return new()
        {
            Version = version,
            Inputs = inputs,
            Outputs = outputs,
            LockTime = lockTime,
            Raw = raw,
            StrippedSize = TransactionWriter.Write(parts, witness: false).Length,
        };
    }

    /// <summary>Reads exactly one transaction whose txid is known already: hashing many together is cheaper than each alone.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, Hash256 txid, [NotNullWhen(true)] out Transaction? transaction)
    {
        if (!TryRead(bytes, out transaction)) return false;
        transaction._txId = txid;
        return true;
    }

    /// <summary>Reads exactly one transaction.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Transaction? transaction)
    {
        var reader = new ByteReader(bytes);
        transaction = TransactionReader.Read(ref reader);
        if (!reader.AtEnd) transaction = null;
        return transaction is not null;
    }
}
