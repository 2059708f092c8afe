using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Inscriptions;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Inscribing;

/// <summary>
/// Finds the coin that holds an inscription of the wallet: where its reveal put it, and from there through the wallet's own transactions.
/// Sats go from inputs to outputs first in, first out, so the place is computed and nobody is asked for it.
/// </summary>
internal sealed class ParentSearch(NodeWallet wallet)
{
    private const int MostMoves = 1000, MostTransactions = 20_000;

    private Dictionary<OutPoint, Transaction>? _spenders;

    public async Task<HeldParent> FindAsync(InscriptionId id, CancellationToken ct)
    {
        var transaction = await wallet.FindAsync(id.TxId, ct)
            ?? throw Failed(id, $"{wallet.Name} does not know its transaction; it must be in this wallet");
        var inscription = InscriptionReader.Read(transaction).ElementAtOrDefault((int)Math.Min(id.Index, int.MaxValue))
            ?? throw Failed(id, "there is no such inscription in that transaction");
        var isPointed = inscription.Pointer is { } pointer && pointer < (ulong)transaction.Outputs.Sum(output => (long)output.Value);
        var offset = isPointed ? inscription.Pointer!.Value : await BeforeAsync(id, transaction, inscription.Input, ct);
        for (var move = 0; move < MostMoves; move++)
        {
            var (coin, inside) = Place(transaction, offset) ?? throw Failed(id, $"it was paid as a fee in {transaction.TxId}");
            if (await wallet.IsUnspentAsync(coin, ct)) return Held(id, coin, transaction.Outputs[(int)coin.Index]);
            transaction = (_spenders ??= await SpendersAsync(ct)).GetValueOrDefault(coin)
                ?? throw Failed(id, $"it was in {coin}, which is spent by a transaction that is not the wallet's, or not yet mined");
            var input = transaction.Inputs.Select(one => one.Previous).ToList().IndexOf(coin);
            offset = inside + await BeforeAsync(id, transaction, input, ct);
        }
        throw Failed(id, $"it was moved more than {MostMoves} times");
    }

    /// <summary>The sats of the inputs before one.</summary>
    private async Task<ulong> BeforeAsync(InscriptionId id, Transaction transaction, int input, CancellationToken ct)
    {
        var total = 0ul;
        foreach (var previous in transaction.Inputs.Take(input).Select(one => one.Previous))
        {
            var funding = await wallet.FindAsync(previous.TxId, ct);
            if (funding is null || previous.Index >= (uint)funding.Outputs.Count)
            {
                throw Failed(id, $"{wallet.Name} does not know {previous.TxId}, which was spent with it");
            }
            total += funding.Outputs[(int)previous.Index].Value;
        }
        return total;
    }

    private async Task<Dictionary<OutPoint, Transaction>> SpendersAsync(CancellationToken ct)
    {
        var spenders = new Dictionary<OutPoint, Transaction>();
        foreach (var txid in (await wallet.HistoryAsync(ct)).Take(MostTransactions))
        {
            // A wallet also remembers what never was mined: that spends nothing.
            if (await wallet.ConfirmationsAsync(txid, ct) is null or < 0) continue;
            if (await wallet.FindAsync(txid, ct) is not { } transaction) continue;
            foreach (var input in transaction.Inputs) spenders[input.Previous] = transaction;
        }
        return spenders;
    }

    private static (OutPoint Coin, ulong Inside)? Place(Transaction transaction, ulong offset)
    {
        foreach (var (index, output) in transaction.Outputs.Index())
        {
            if (offset < output.Value) return (new(transaction.TxId, (uint)index), offset);
            offset -= output.Value;
        }
        return null;
    }

    private static HeldParent Held(InscriptionId id, OutPoint coin, TransactionOutput output)
    {
        var parent = new HeldParent(id, coin, output);
        return parent.WitnessSize is not null
            ? parent
            : throw Failed(id, $"it lies in {coin}, of a kind of address that this does not sign for; send it to a bech32m address first");
    }

    private static GoatException Failed(InscriptionId id, string why) => new($"Looking for the parent {id} failed: {why}.");
}
