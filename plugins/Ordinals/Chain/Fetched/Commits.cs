using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Chain.Fetched;

/// <summary>The transactions behind some inputs, from a server that brings transactions by their ids.</summary>
internal static class Commits
{
    public static async Task<IReadOnlyDictionary<OutPoint, Funding>> ReadAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, Func<Hash256, Task<Transaction?>> fetch)
    {
        var found = new Dictionary<OutPoint, Funding>();
        foreach (var previous in inputs.Select(input => block.Transactions[position].Inputs[input].Previous))
        {
            var here = block.PositionOf(previous.TxId);
            var commit = here >= 0 ? block.Transactions[here] : await fetch(previous.TxId);
            if (commit is not null) found[previous] = new(commit, null);
        }
        return found;
    }
}
