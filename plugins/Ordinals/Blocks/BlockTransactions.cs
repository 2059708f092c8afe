using System.Collections;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Blocks;

/// <summary>The transactions of a block, each taken apart when it is first asked for: most are only ever hashed.</summary>
internal sealed class BlockTransactions(ReadOnlyMemory<byte> block, TransactionExtent[] extents) : IReadOnlyList<Transaction>
{
    private readonly Transaction?[] _read = new Transaction?[extents.Length];

    public int Count => extents.Length;

    public Transaction this[int index] => _read[index] ??= Read(extents[index]);

    public IEnumerator<Transaction> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Transaction Read(TransactionExtent extent) => Transaction.TryRead(block[extent.Start..extent.End], out var transaction)
        ? transaction
        : throw new InvalidOperationException("What the walker stepped over is a transaction to the reader too.");
}
