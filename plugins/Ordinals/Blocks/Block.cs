using System.Diagnostics.CodeAnalysis;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>A whole block: its header and every transaction, coinbase first. Transactions are taken apart when they are asked for.</summary>
internal sealed class Block
{
    /// <summary>No block is longer: its weight is at most 4,000,000 (BIP141), and a byte weighs at least one.</summary>
    public const int MaximumSize = 4_000_000;

    public const int SmallestSize = BlockHeader.Size + 1 + SmallestTransaction;

    private const int SmallestTransaction = 60;

    private readonly TransactionExtent[] _extents;
    private Hash256[]? _txIds;
    private MerkleTree? _tree, _witnessTree;
    private (bool Known, Hash256? Root) _merkle, _witness;

    private Block(ReadOnlyMemory<byte> raw, TransactionExtent[] extents)
    {
        _extents = extents;
        Raw = raw;
        Header = BlockHeader.Read(raw.Span);
        Transactions = new BlockTransactions(raw, extents);
    }

    public BlockHeader Header { get; }

    public IReadOnlyList<Transaction> Transactions { get; }

    /// <summary>The bytes it was read from.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Where each transaction lies in the bytes.</summary>
    public IReadOnlyList<TransactionExtent> Extents => _extents;

    public IReadOnlyList<Hash256> TxIds => _txIds ??= BlockHashes.TxIds(Raw.Span, _extents);

    /// <summary>The tree over the transactions, for the paths in it.</summary>
    public MerkleTree Tree => _tree ??= new((Hash256[])TxIds);

    /// <summary>The tree over the transactions with their witnesses, for the paths in it.</summary>
    public MerkleTree WitnessTree => _witnessTree ??= new(BlockHashes.WTxIds(Raw.Span, _extents));

    /// <summary>The root over the transactions, which the header commits to; null when another list has the same.</summary>
    public Hash256? MerkleRoot => (_merkle = _merkle.Known ? _merkle : (true, MerkleTree.RootOf((Hash256[])TxIds))).Root;

    /// <summary>The root over the transactions with their witnesses, which the coinbase commits to (BIP141); null likewise.</summary>
    public Hash256? WitnessRoot => (_witness = _witness.Known ? _witness : (true, BlockHashes.WitnessRoot(Raw.Span, _extents))).Root;

    public int PositionOf(Hash256 txid) => Array.IndexOf((Hash256[])TxIds, txid);

    /// <summary>Reads exactly one block. That it has the right shape says nothing yet about its hashes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        var walker = new TransactionWalker(bytes.Span);
        var extents = new TransactionExtent[walker.Count];
        while (walker.TryNext(out var extent)) extents[walker.Position - 1] = extent;
        if (!walker.IsComplete) return false;
        block = new(bytes, extents);
        return true;
    }
}
