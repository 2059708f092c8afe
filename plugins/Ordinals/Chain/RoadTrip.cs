using GoatHost.Abstractions;
using GoatHost.Plugins.Ordinals.Blocks;
using GoatHost.Plugins.Ordinals.Transactions;
using Microsoft.Extensions.Logging;

namespace GoatHost.Plugins.Ordinals.Chain;

/// <summary>Every road in its order, as one: what the first cannot bring, or brings wrong, is asked of the next, and a failure names them all.</summary>
/// <remarks>
/// It lasts for one errand, which may do several things at once. Whoever failed is asked last for the rest of it, so that a dead server costs its
/// deadline once.
/// </remarks>
internal sealed class RoadTrip(IReadOnlyList<IChainRoad> roads, ILogger? logger = null) : IChainRoad
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IChainRoad, ChainTip> _tips = [];
    private readonly HashSet<IChainRoad> _failed = [];
    private readonly List<IChainRoad> _used = [];

    /// <summary>The roads that brought something, else all there are.</summary>
    public string Name
    {
        get { lock (_lock) return string.Join(" and ", (_used.Count > 0 ? _used : roads).Select(road => road.Name)); }
    }

    /// <summary>The road to ask first, where that one tells of new blocks by itself.</summary>
    public IFollowingRoad? Following => Order() is [IFollowingRoad first, ..] ? first : null;

    public Task<ChainTip> TipAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            _tips.Clear();
            _failed.Clear();
        }
        return AskAsync<ChainTip>("Asking for the tip of the chain", road => TipOfAsync(road, ct), ct);
    }

    public async Task<Hash256?> HashAtAsync(int height, CancellationToken ct) =>
        await AskAsync<Hash256?>($"Asking for block {height}", road => road.HashAtAsync(height, ct), ct);

    public Task<Hash256?> FindAsync(Hash256 txid, CancellationToken ct) =>
        AskAsync<Hash256?>($"Finding transaction {txid}", road => road.FindAsync(txid, ct), ct);

    /// <summary>The block that holds a transaction. Where it is said to be is only believed when it is there.</summary>
    public Task<Block> FindBlockAsync(Hash256 txid, CancellationToken ct) => AskAsync<Block>(
        $"Finding transaction {txid}",
        async road =>
        {
            var hash = await road.FindAsync(txid, ct)
                ?? throw new GoatException($"Transaction {txid} was not found in {road.Name}; check the id and the network.");
            var block = await ReadBlockAsync(hash, ct);
            return block.PositionOf(txid) >= 0
                ? block
                : throw new RefusedException($"Block {hash}, which {road.Name} says holds transaction {txid}, does not.");
        },
        ct);

    public Task<Block> ReadBlockAsync(Hash256 hash, CancellationToken ct) =>
        AskAsync<Block>($"Reading block {hash}", road => road.ReadBlockAsync(hash, ct), ct);

    public Task<RawBlock> ReadRawAsync(Hash256 hash, CancellationToken ct) =>
        AskAsync<RawBlock>($"Reading block {hash}", road => road.ReadRawAsync(hash, ct), ct);

    /// <summary>The first standing that is proven; where none is, the first that there is.</summary>
    public async Task<HeaderStanding> HeadersAsync(Hash256 block, CancellationToken ct)
    {
        HeaderStanding? second = null;
        try
        {
            return await AskAsync<HeaderStanding>(
                $"Asking for the headers to block {block}",
                async road =>
                {
                    var standing = await road.HeadersAsync(block, ct);
                    if (standing is { Active: true, IsProven: true }) return standing;
                    second ??= standing;
                    throw new RoadClosedException($"The headers of {road.Name} do not prove the block.");
                },
                ct);
        }
        catch (GoatException) when (second is not null)
        {
            return second;
        }
    }

    /// <summary>What the roads know between them. That a transaction is the one that was spent shows in its hash.</summary>
    public async Task<IReadOnlyDictionary<OutPoint, Funding>> FundingAsync(
        Block block, int position, IReadOnlyCollection<int> inputs, CancellationToken ct)
    {
        var found = new Dictionary<OutPoint, Funding>();
        var open = inputs.ToHashSet();
        GoatException? failed = null;
        foreach (var road in Order())
        {
            if (open.Count == 0) break;
            try
            {
                await TipOfAsync(road, ct);
                foreach (var (previous, funding) in await road.FundingAsync(block, position, open, ct))
                {
                    if (!IsBetter(funding, found.GetValueOrDefault(previous), previous)) continue;
                    found[previous] = funding;
                    Thank(road);
                }
                open.RemoveWhere(input => block.Transactions[position].Inputs[input].Previous is var previous
                    && found.TryGetValue(previous, out var funding) && funding.Commit?.TxId == previous.TxId);
            }
            catch (GoatException error)
            {
                Note(road, error);
                failed ??= error;
            }
        }
        return found.Count == 0 && failed is not null and not RoadClosedException && roads.Count == 1 ? throw failed : found;
    }

    private static bool IsBetter(Funding funding, Funding? known, OutPoint previous) =>
        known is null || (funding.Commit?.TxId == previous.TxId && known.Commit?.TxId != previous.TxId);

    private async Task<T> AskAsync<T>(string doing, Func<IChainRoad, Task<T>> ask, CancellationToken ct)
    {
        var failures = new List<(IChainRoad Road, GoatException Error)>();
        foreach (var road in Order())
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                // A road is asked for its tip before all else: it looks for new blocks then, and shows whether it is on this network.
                await TipOfAsync(road, ct);
                if (await ask(road) is not { } answer) continue;
                Thank(road);
                return answer;
            }
            catch (GoatException error)
            {
                Note(road, error);
                failures.Add((road, error));
            }
        }
        // A question that may have no answer, such as for a block above the tip, has none.
        return default(T) is null && failures.Count == 0 ? default! : throw Failure(doing, failures);
    }

    private async Task<ChainTip> TipOfAsync(IChainRoad road, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_tips.TryGetValue(road, out var known)) return known;
        }
        var tip = await road.TipAsync(ct);
        lock (_lock) return _tips[road] = tip;
    }

    private List<IChainRoad> Order()
    {
        lock (_lock) return [.. roads.Where(road => !_failed.Contains(road)), .. roads.Where(_failed.Contains)];
    }

    private void Thank(IChainRoad road)
    {
        lock (_lock)
        {
            if (!_used.Contains(road)) _used.Add(road);
        }
    }

    private void Note(IChainRoad road, GoatException error)
    {
        if (error is RoadClosedException) return;
        lock (_lock)
        {
            if (!_failed.Add(road)) return;
        }
        if (logger is not null && roads.Count > 1) RoadLog.Failed(logger, error.Message);
    }

    private GoatException Failure(string doing, List<(IChainRoad Road, GoatException Error)> failures)
    {
        if (failures is [var (_, only)] && roads.Count == 1) return only;
        var each = string.Join("; ", failures.Select(failure => $"{failure.Road.Name}: {failure.Error.Message.TrimEnd('.')}"));
        var text = $"{doing} failed by every road ({each}).";
        if (failures.Exists(failure => failure.Error is RefusedException)) return new RefusedException(text);
        return failures.TrueForAll(failure => failure.Error is RoadClosedException) ? new RoadClosedException(text) : new GoatException(text);
    }
}
