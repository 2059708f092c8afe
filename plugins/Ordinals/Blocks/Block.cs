using System.Diagnostics.CodeAnalysis;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>A whole block: its header and every transaction, coinbase first.</summary>
internal sealed class Block
{
    /// <summary>No block is longer: its weight is at most 4,000,000 (BIP141), and a byte weighs at least one.</summary>
    public const int MaximumSize = 4_000_000;

    public const int SmallestSize = BlockHeader.Size + 1 + SmallestTransaction;

    private const int SmallestTransaction = 60;

    public required BlockHeader Header { get; init; }

    public required IReadOnlyList<Transaction> Transactions { get; init; }

    /// <summary>The bytes it was read from.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    public int PositionOf(Hash256 txid)
    {
        for (var i = 0; i < Transactions.Count; i++)
        {
            if (Transactions[i].TxId == txid) return i;
        }
        return -1;
    }

    /// <summary>Reads exactly one block. That it has the right shape says nothing yet about its hashes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        if (bytes.Length is < SmallestSize or > MaximumSize) return false;
        var reader = new ByteReader(bytes);
        var header = BlockHeader.Read(reader.Bytes(BlockHeader.Size).Span);
        var transactions = new Transaction[reader.Count(SmallestTransaction)];
        for (var i = 0; i < transactions.Length; i++)
        {
            if (TransactionReader.Read(ref reader) is not { } transaction || transaction.IsCoinbase != (i == 0)) return false;
            transactions[i] = transaction;
        }
        if (!reader.AtEnd || transactions.Length == 0) return false;
        block = new() { Header = header, Transactions = transactions, Raw = bytes };
        return true;
    }
}
