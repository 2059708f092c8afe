using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Chain;
using GoatHost.Plugins.Ordinals.Locations;
using GoatHost.Plugins.Ordinals.Transactions;

namespace GoatHost.Plugins.Ordinals.Proofs;

/// <summary>Follows the coins that a transaction spends back towards another transaction, and sats forward again over what was met.</summary>
/// <remarks>Every step is from a txid to the transaction that hashes to it, so what was met once stays true and is remembered.</remarks>
internal sealed class CoinTrail(IChainRoad road, IDictionary<Hash256, TrailStep> known)
{
    /// <summary>Transactions that are asked for: enough for a collection that is read from its beginning, and a bound on what a false claim costs.</summary>
    private const int MaximumAsked = 64;

    private const int MaximumSteps = 4096, MaximumInputs = 64;

    private readonly PriorityQueue<TrailCoin, ulong> _open = new();
    private readonly HashSet<Hash256> _met = [];
    private readonly Dictionary<OutPoint, TrailStep> _spenders = [];
    private int _asked;

    /// <summary>How many transactions were gone over.</summary>
    public int Length => _met.Count;

    /// <summary>Begins at a transaction of a block.</summary>
    public Task BeginAsync(Block block, int position, CancellationToken ct) => MeetAsync(block, position, ct);

    /// <summary>Goes back until a coin of the origin is met; gives where the origin was mined, or null when nothing leads further.</summary>
    public async Task<TrailCoin?> SeekAsync(Hash256 origin, CancellationToken ct)
    {
        // Inscriptions lie on small coins; the large ones lead into the whole past of a wallet.
        while (_open.TryDequeue(out var coin, out _) && _met.Count < MaximumSteps)
        {
            if (coin.TxId == origin) return coin;
            if (_met.Contains(coin.TxId)) continue;
            if (known.TryGetValue(coin.TxId, out var step)) Take(step);
            else if (_asked++ < MaximumAsked && await BlockOfAsync(coin, ct) is { } block && block.PositionOf(coin.TxId) is >= 0 and var position)
            {
                await MeetAsync(block, position, ct);
            }
        }
        return null;
    }

    /// <summary>Where a sat comes to: the input of the last transaction that spends it, or null when it goes where the trail did not.</summary>
    public int? Arrive(SatPoint place, Hash256 last)
    {
        for (var steps = 0; steps <= _met.Count && _spenders.TryGetValue(place.Coin, out var spender); steps++)
        {
            var input = Array.FindIndex(spender.Coins, coin => coin.Coin == place.Coin);
            if (spender.TxId == last) return input;
            if (spender.PlaceOf(input, place.Offset) is not { } next) return null;
            place = next;
        }
        return null;
    }

    private async Task MeetAsync(Block block, int position, CancellationToken ct)
    {
        var transaction = block.Transactions[position];
        if (transaction.Inputs.Count > MaximumInputs) return;
        var inputs = Enumerable.Range(0, transaction.Inputs.Count).ToList();
        var step = TrailStep.Of(block.TxIds[position], transaction, await road.FundingAsync(block, position, inputs, ct));
        known[step.TxId] = step;
        Take(step);
    }

    private void Take(TrailStep step)
    {
        _met.Add(step.TxId);
        foreach (var coin in step.Coins)
        {
            _spenders[coin.Coin] = step;
            if (coin.Value is { } value) _open.Enqueue(coin, value);
        }
    }

    private async Task<Block?> BlockOfAsync(TrailCoin coin, CancellationToken ct)
    {
        try
        {
            return (coin.Block ?? await road.FindAsync(coin.TxId, ct)) is { } hash ? await road.ReadBlockAsync(hash, ct) : null;
        }
        catch (Abstractions.GoatException)
        {
            return null; // What cannot be read ends this branch of the trail; the claim then stays one.
        }
    }
}
